import Exports
import Foundation

extension ProgramEnvironment {
    /// The tests' own process's.
    static let ours = ProgramEnvironment(ProcessInfo.processInfo.environment)
}

extension ExportOptions {
    /// With the programs that the tests find.
    init(format: ExportFormat = .csv, relations: [String]? = nil, stamp: String? = nil) {
        self.init(format: format, relations: relations, stamp: stamp, programs: .ours)
    }
}

extension PublishedPage {
    /// A page that tells the level of privacy and the state of nothing.
    static let invented = PublishedPage(basis: ["1"]) { _, privacy in
        "<!doctype html><title>\(privacy.level.rawValue)</title>"
    }
}
