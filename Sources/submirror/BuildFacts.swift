import CBuild
import CDeflate
import CZstd
import MirrorCore
import MirrorReading

#if XLSX
    import CXlsxWriter
#endif

/// Facts about this build: what `--version` prints.
enum BuildFacts {
    /// The version, the commit and the libraries, a line each kind.
    static var text: String { text(stamped: String(cString: submirror_build())) }

    /// - Parameter stamped: what the package's build left, a line for the commit and one for each library; empty where
    ///   nothing did.
    static func text(stamped: String) -> String {
        let lines = stamped.split(separator: "\n").map(String.init)
        return """
            submirror \(ProgramVersion.text) (\(lines.first ?? "commit unknown"))
            \(systemLibraries.joined(separator: ", "))
            \(lines.count > 1 ? lines.dropFirst().joined(separator: ", ") : "Swift packages unknown")
            """
    }

    /// Those that the system provides, with the versions in use.
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
