import Exports
import Foundation

extension ProgramEnvironment {
    /// The environment of the tests' own process.
    static let ours = ProgramEnvironment(ProcessInfo.processInfo.environment)
}

extension ExportOptions {
    /// Options with the programs that the tests find.
    init(format: ExportFormat = .csv, relations: [String]? = nil, stamp: String? = nil) {
        self.init(format: format, relations: relations, stamp: stamp, programs: .ours)
    }
}

extension PublishedPage {
    /// A page that shows only the privacy level.
    static let invented = PublishedPage(basis: ["1"]) { _, privacy in
        "<!doctype html><title>\(privacy.level.rawValue)</title>"
    }
}
