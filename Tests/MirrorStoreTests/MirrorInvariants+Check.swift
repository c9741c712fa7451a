import TestSupport
import Testing

extension MirrorInvariants {
    /// Records an issue for each invariant that the file violates, with the offending rows.
    static func check(_ mirror: MirrorContents, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try breaches(of: mirror) == [:], sourceLocation: sourceLocation)
    }
}
