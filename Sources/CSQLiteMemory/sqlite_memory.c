#include "sqlite_memory.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

// SQLite counts its memory under one lock of the whole process, and Debian's has no lookaside: two threads that only
// prepare statements spend most of their time waiting for each other. Here each thread counts in a cell of its own.

enum { cells = 16, line = 64 };

static struct {
    _Alignas(line) atomic_llong used;
} counts[cells];

static atomic_llong limit;
static atomic_uint threads;

static atomic_llong *own_count(void) {
    static _Thread_local unsigned number;
    if (!number) number = 1 + atomic_fetch_add_explicit(&threads, 1, memory_order_relaxed) % cells;
    return &counts[number - 1].used;
}

static void count(long long change) { atomic_fetch_add_explicit(own_count(), change, memory_order_relaxed); }

long long submirror_sqlite_used_memory(void) {
    long long sum = 0;
    for (int each = 0; each < cells; each++) sum += atomic_load_explicit(&counts[each].used, memory_order_relaxed);
    return sum;
}

/// Whether `more` bytes may be allocated. Small blocks always may: what grows, grows in large ones.
static int has_room(long long more) {
    long long most = atomic_load_explicit(&limit, memory_order_relaxed);
    return most <= 0 || more < 1024 || submirror_sqlite_used_memory() + more <= most;
}

// Each block begins with its size. malloc_usable_size() would do without, but varies from call to call, and with it
// the order of SQLite's hash tables: the same snapshot would no longer have the same bytes.

static int64_t *header(void *block) { return (int64_t *)block - 1; }

static int size_of(void *block) { return block ? (int)*header(block) : 0; }

static int rounded(int size) { return (size + 7) & ~7; }

/// `head`, sized, as SQLite sees it; NULL if there is no memory.
static void *block(int64_t *head, int size) {
    if (!head) return NULL;
    *head = size;
    return head + 1;
}

static void *allocate(int size) {
    size = rounded(size);
    if (!has_room(size)) return NULL;
    void *new = block(malloc((size_t)size + sizeof(int64_t)), size);
    if (new) count(size);
    return new;
}

static void *resize(void *old, int size) {
    size = rounded(size);
    int more = size - size_of(old);
    if (more > 0 && !has_room(more)) return NULL;
    void *new = block(realloc(header(old), (size_t)size + sizeof(int64_t)), size);
    if (new) count(more);
    return new;
}

static void release(void *old) {
    count(-(long long)size_of(old));
    free(header(old));
}

static int begin(void *unused) { (void)unused; return SQLITE_OK; }
static void end(void *unused) { (void)unused; }

// Before main(): the first connection fixes SQLite's configuration.
__attribute__((constructor)) static void configure(void) {
    // malloc() would give each thread an arena of its own, whose free memory no other uses: 5 to 20 MB for nothing. With
    // three, the threads of a load that work most do not wait for each other.
    mallopt(M_ARENA_MAX, 3);
    // Without these lists of small blocks, nothing has to empty them whenever a large block is freed.
    mallopt(M_MXFAST, 0);
    static const sqlite3_mem_methods methods = {allocate, release, resize, size_of, rounded, begin, end, NULL};
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // A statement that may fail halfway keeps the pages that it changes, to undo it: beyond this size in a temporary
    // file. 24 rows in random order change more than the 64 KB that is the default. With 128 KB or more, each larger
    // statement would fail because "the disk is full": SQLite moves them all with one write, and takes only the lower
    // 17 bits of its length.
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 124 << 10);
}

void submirror_sqlite_limit_memory(long long bytes) {
    atomic_store_explicit(&limit, bytes, memory_order_relaxed);
}

void submirror_return_free_memory(void) { malloc_trim(0); }
