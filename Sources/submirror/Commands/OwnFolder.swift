import Foundation
import MirrorCore

/// The state directory, as a place to write to.
enum OwnFolder {
    /// Refuses `file` where it would stand in `state`: a slip of the keyboard must not replace the mirror.
    ///
    /// - Throws: ``Complaint``.
    static func refuse(_ state: URL, for file: String) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let target = URL(fileURLWithPath: file).resolvingSymlinksInPath().deletingLastPathComponent()
        let state = state.resolvingSymlinksInPath().path
        let isOwn = [folder.resolvingSymlinksInPath().path, target.path].contains {
            $0 == state || $0.hasPrefix(state + "/")
        }
        guard !isOwn else {
            throw Complaint(
                kind: .usage,
                message:
                    "\(file) would stand in the state directory, which holds the mirror: name another place")
        }
    }
}
