#include "sqlite_memory.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>

// SQLite counts its memory under one lock of the whole process, and Debian's has no lookaside: two threads that only
// prepare statements spend most of their time waiting for each other. Here the count is one atomic number.

static atomic_llong used;
static atomic_llong limit;

/// Whether `more` bytes may be allocated.
static int has_room(long long more) {
    long long most = atomic_load_explicit(&limit, memory_order_relaxed);
    return most <= 0 || atomic_load_explicit(&used, memory_order_relaxed) + more <= most;
}

static void count(long long change) { atomic_fetch_add_explicit(&used, change, memory_order_relaxed); }

static int size_of(void *block) { return block ? (int)malloc_usable_size(block) : 0; }

static void *allocate(int size) {
    if (!has_room(size)) return NULL;
    void *block = malloc((size_t)size);
    if (block) count(size_of(block));
    return block;
}

static void *resize(void *block, int size) {
    int before = size_of(block);
    if (size > before && !has_room(size - before)) return NULL;
    void *resized = realloc(block, (size_t)size);
    if (resized) count((long long)size_of(resized) - before);
    return resized;
}

static void release(void *block) {
    count(-(long long)size_of(block));
    free(block);
}

static int rounded(int size) { return (size + 7) & ~7; }
static int begin(void *unused) { (void)unused; return SQLITE_OK; }
static void end(void *unused) { (void)unused; }

// Before main(): the first connection fixes SQLite's configuration.
__attribute__((constructor)) static void configure(void) {
    static const sqlite3_mem_methods methods = {allocate, release, resize, size_of, rounded, begin, end, NULL};
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void submirror_sqlite_limit_memory(long long bytes) {
    atomic_store_explicit(&limit, bytes, memory_order_relaxed);
}

long long submirror_sqlite_used_memory(void) { return atomic_load_explicit(&used, memory_order_relaxed); }
