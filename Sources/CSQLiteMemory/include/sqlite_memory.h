#pragma once

/// Limits the memory of all SQLite connections of this process, in bytes; 0: no limit.
///
/// Beyond it SQLite gets no more memory, and its statement ends with SQLITE_NOMEM. It replaces
/// sqlite3_hard_heap_limit64(), which does nothing once SQLite's own count is off.
void submirror_sqlite_limit_memory(long long bytes);

/// The memory that SQLite's connections hold now, in bytes.
long long submirror_sqlite_used_memory(void);

/// Gives the memory that is free back to the system: malloc() keeps what its threads once needed.
void submirror_return_free_memory(void);
