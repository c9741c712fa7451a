// The text that the package's build left in this binary; "" where it left none.
const char *submirror_build(void);
