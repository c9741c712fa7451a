import Foundation
import MirrorCore

/// There is no mirror in the configured place.
struct MissingMirror: UserFacingError, Equatable {
    let path: String
    /// Which setting named the folder.
    let place: String
    var kind: FailureKind { .unusableData }

    init(_ settings: Settings) {
        path = settings.mirror.path
        place = settings.stateDirectoryPlace
    }

    /// - Throws: ``MissingMirror`` if there is none; other faults are left to its reader or writer.
    static func check(_ settings: Settings) throws(MissingMirror) {
        guard access(settings.mirror.path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR else { return }
        throw MissingMirror(settings)
    }

    /// One sentence for a person: where the program looked, why there, and what to do.
    var message: String {
        "there is no mirror at \(path), as set by \(place): run `submirror sync` first, or name its folder "
            + "with --state-directory (the service's is \(Settings.serviceStateDirectory))"
    }
}
