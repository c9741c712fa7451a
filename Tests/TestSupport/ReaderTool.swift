import Foundation

/// A program with which people and other programs read our files.
///
/// A test that needs one says `.enabled(if: ReaderTool.duckdb.isWanted, "\(ReaderTool.duckdb.reason)")`. If
/// the variable SUBMIRROR_ALL_TOOLS is set, as in CI, a missing tool fails the test instead of skipping it.
package struct ReaderTool: Sendable {
    /// The program's name on PATH.
    package let name: String
    /// How to install it.
    private let origin: String
    /// A file that must be beside the program.
    private let companion: String?

    package static let sqlite3 = ReaderTool("sqlite3", from: "Debian's package sqlite3")
    package static let duckdb = ReaderTool("duckdb", from: "pip install duckdb-cli")
    package static let datasette = ReaderTool("datasette", from: "pip install datasette")
    package static let frictionless = ReaderTool("frictionless", from: "pip install frictionless")
    /// Renders pages without a window.
    package static let chromium = ReaderTool("chromium", from: "Debian's package chromium")
    /// The Python in whose environment the others are installed, openpyxl among them.
    package static let openpyxl = ReaderTool(
        "python3", from: "pip install openpyxl datasette, in one virtual environment", beside: "datasette")

    /// The Python in whose environment Spark is installed.
    package static let pyspark = ReaderTool(
        "python3", from: "pip install pyspark, with Java 17 on PATH", beside: "spark-submit")

    package static let promtool = ReaderTool("promtool", from: "Debian's package prometheus")
    /// The Python in whose environment the reference parser of OpenMetrics is installed, with the others.
    package static let prometheusClient = ReaderTool(
        "python3", from: "pip install prometheus-client datasette, in one virtual environment",
        beside: "datasette")

    package static let systemdAnalyze = ReaderTool("systemd-analyze", from: "Debian's package systemd")

    private init(_ name: String, from origin: String, beside companion: String? = nil) {
        self.name = name
        self.origin = origin
        self.companion = companion
    }

    /// The program's path; nil if it is not installed.
    package var path: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.first { folder in
            [name, companion].compactMap(\.self).allSatisfy {
                FileManager.default.isExecutableFile(atPath: folder + "/" + $0)
            }
        }.map { $0 + "/" + name }
    }

    /// Whether to run a test with the tool.
    package var isWanted: Bool {
        ProcessInfo.processInfo.environment["SUBMIRROR_ALL_TOOLS"] != nil || path != nil
    }

    /// Why a test with the tool was skipped.
    package var reason: String { "\(name) is not installed: \(origin)" }

    /// Runs the tool to its end; `environment` is added to ours.
    ///
    /// - Throws: ``ReaderToolFailure`` if it is not installed.
    package func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Shell.Result
    {
        guard let path else { throw ReaderToolFailure.notInstalled(reason) }
        return try await Shell.result(path, arguments, environment: environment)
    }
}

/// Why a tool could not be run.
package enum ReaderToolFailure: Error, Equatable {
    case notInstalled(String)
    /// It failed with this message.
    case failed(String)
}
