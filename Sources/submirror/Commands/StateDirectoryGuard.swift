import Foundation
import MirrorCore

/// Protects the state directory from output files.
enum StateDirectoryGuard {
    /// Refuses an output `file` in the directory `state`: a typing error must not replace the mirror.
    ///
    /// - Throws: ``CommandFailure``.
    static func refuse(_ state: URL, for file: String) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let target = URL(fileURLWithPath: file).resolvingSymlinksInPath().deletingLastPathComponent()
        let state = state.resolvingSymlinksInPath().path
        let isOwn = [folder.resolvingSymlinksInPath().path, target.path].contains {
            $0 == state || $0.hasPrefix(state + "/")
        }
        guard !isOwn else {
            throw CommandFailure(
                kind: .usage,
                message:
                    "\(file) is inside the state directory, which holds the mirror: name another path")
        }
    }
}
