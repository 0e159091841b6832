"""What every document is made of: tables, pages, Markdown, CSV, JSON and its schemas."""
