import Foundation
import TestSupport

/// DuckDB with its extension for SQLite files, which works only with its own version.
enum DuckDBSQLite {
    static let reason =
        "duckdb cannot read SQLite: pip install duckdb-cli and duckdb-extension-sqlite-scanner, both of one version"

    static var isWanted: Bool {
        ProcessInfo.processInfo.environment["SUBMIRROR_ALL_TOOLS"] != nil || extensionPath != nil
    }

    /// The extension beside the program, where pip puts it; nil if it is missing.
    private static var extensionPath: String? {
        guard let program = ReaderTool.duckdb.path else { return nil }
        let library = URL(fileURLWithPath: program).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("lib")
        let pythons = (try? FileManager.default.contentsOfDirectory(atPath: library.path)) ?? []
        let folders = pythons.map {
            library.path + "/\($0)/site-packages/duckdb_extension_sqlite_scanner/extensions"
        }
        for folder in folders {
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            if let version = versions.first(where: { $0.hasPrefix("v") }) {
                return "\(folder)/\(version)/sqlite_scanner.duckdb_extension"
            }
        }
        return nil
    }

    /// Runs `sql` and returns its rows as CSV without headers.
    static func run(_ sql: String) async throws -> Shell.Result {
        try await ReaderTool.duckdb.run([
            "-csv", "-noheader", "-unsigned", "-c", "LOAD '\(extensionPath ?? "")'; \(sql)",
        ])
    }
}
