#include <sqlite3.h>

/// Turns one of a connection's switches on or off: sqlite3_db_config() is variadic, which Swift cannot call.
static inline int submirror_sqlite3_switch(sqlite3 *connection, int option, int isOn) {
    return sqlite3_db_config(connection, option, isOn, (int *)0);
}

/// Whether one of a connection's switches is on; -1 from an SQLite that knows no such switch.
static inline int submirror_sqlite3_switch_state(sqlite3 *connection, int option) {
    int isOn = -1;
    return sqlite3_db_config(connection, option, -1, &isOn) == SQLITE_OK ? isOn : -1;
}
