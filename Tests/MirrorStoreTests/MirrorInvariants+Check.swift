import TestSupport
import Testing

extension MirrorInvariants {
    /// Records an issue for each invariant that the file breaks, with the rows that break it.
    static func check(_ mirror: MirrorContents, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try breaches(of: mirror) == [:], sourceLocation: sourceLocation)
    }
}
