"""Notes, tasks, files, and the story they make together with the journal."""

from .records import (
    GROUPS,
    Inbox,
    file_for,
    files_of,
    files_seen_by,
    inbox_of,
    mentions_seen_by,
    notes_of,
    notes_seen_by,
    open_tasks_of,
    people_called,
    stored_names,
    tasks_of,
    tasks_seen_by,
    waiting_count,
)
from .story import KINDS, Entry, Story, named, story_of

__all__ = [
    "GROUPS",
    "KINDS",
    "Entry",
    "Inbox",
    "Story",
    "file_for",
    "files_of",
    "files_seen_by",
    "inbox_of",
    "mentions_seen_by",
    "named",
    "notes_of",
    "notes_seen_by",
    "open_tasks_of",
    "people_called",
    "stored_names",
    "story_of",
    "tasks_of",
    "tasks_seen_by",
    "waiting_count",
]
