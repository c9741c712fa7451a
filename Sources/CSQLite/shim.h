#include <sqlite3.h>

/// Turns one of a connection's switches on or off: sqlite3_db_config() is variadic, which Swift cannot call.
static inline int submirror_sqlite3_switch(sqlite3 *connection, int option, int isOn) {
    return sqlite3_db_config(connection, option, isOn, (int *)0);
}
