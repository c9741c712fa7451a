import CBuild
import CDeflate
import CZstd
import MirrorCore
import MirrorReading

#if XLSX
    import CXlsxWriter
#endif

/// Facts about this build, as `--version` prints them.
enum BuildFacts {
    /// Version and commit, the system's libraries, and the Swift packages: a line for each.
    static var text: String { text(stamped: String(cString: submirror_build())) }

    /// - Parameter stamped: the text that the package's build wrote into the binary: a line for the commit and one for
    ///   each library; empty if it wrote none.
    static func text(stamped: String) -> String {
        let lines = stamped.split(separator: "\n").map(String.init)
        return """
            submirror \(ProgramVersion.text) (\(lines.first ?? "commit unknown"))
            \(systemLibraries.joined(separator: ", "))
            \(lines.count > 1 ? lines.dropFirst().joined(separator: ", ") : "Swift packages unknown")
            """
    }

    /// The libraries that the system provides, with the versions in use.
    private static var systemLibraries: [String] {
        var libraries = [
            "SQLite \(SQLiteVersion.running)", "zstd \(String(cString: ZSTD_versionString()))",
            "libdeflate \(LIBDEFLATE_VERSION_STRING)",
        ]
        #if XLSX
            libraries.append("libxlsxwriter \(String(cString: lxw_version()))")
        #endif
        return libraries
    }
}
