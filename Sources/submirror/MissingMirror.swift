import MirrorCore

/// There is no mirror where the settings have it.
struct MissingMirror: UserFacingError, Equatable {
    let path: String
    /// Where the settings got the folder from.
    let place: String
    var kind: FailureKind { .unusableData }

    /// One sentence for a person: where it was looked for, why there, and what to do.
    var message: String {
        "there is no mirror at \(path), which is where \(place) has it: run `submirror sync` first, or name its folder "
            + "with --state-directory (the service's is \(Settings.serviceStateDirectory))"
    }
}
