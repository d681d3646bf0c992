"""The face: Wagtail pages, blocks and media. Nobody imports this app, and only it imports Wagtail."""
