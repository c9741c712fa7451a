#include "build.h"

// packaging/build-deb writes this section anew, at this size: a line for the commit, then a line for each library.
__attribute__((used, section(".submirror_build"))) static const char build[4096] = "";

const char *submirror_build(void) {
    return build;
}
