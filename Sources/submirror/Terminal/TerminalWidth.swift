import Glibc

/// Determines a terminal's width.
enum TerminalWidth {
    /// The width in columns; nil if `descriptor` is not a terminal, or the terminal does not report it.
    static func of(_ descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }
}
