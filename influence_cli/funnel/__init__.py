"""What an audience does: pure functions over arrays, from followers to lifetime value.

Shapes in this room: ``[creator, draw]`` unless a docstring says otherwise; rows are creators, so that adding a
creator adds a row and leaves the others as they are. Rates that are unknown about a tier come as ``[draw]``.
"""
