import Glibc

/// How wide a terminal is.
enum TerminalWidth {
    /// In columns; nil where `descriptor` is no terminal, or one that does not say.
    static func of(_ descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }
}
