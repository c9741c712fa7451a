import Exports
import MirrorCore
import MirrorReading
import Testing

@Suite("A privacy level")
struct PrivacyLevelTests {
    @Test(
        "says of each class how its values leave",
        arguments: [
            (.open, [.asItIs, .asItIs, .asItIs, .asItIs]),
            (.number, [.asItIs, .asItIs, .pseudonym, .pseudonym]),
            (.listed, [.asItIs, .asItIs, .absent, .absent]),
            (.name, [.asItIs, .asItIs, .pseudonym, .absent]),
            (.birth, [.asItIs, .absent, .absent, .absent]),
            (.reference, [.asItIs, .asItIs, .pseudonym, .absent]),
            (.mixed, [.asItIs, .byRow, .byRow, .byRow]),
        ] as [(RelationColumn.Privacy, [PrivacyLevel.Treatment])])
    func treatments(privacy: RelationColumn.Privacy, expected: [PrivacyLevel.Treatment]) {
        let levels: [PrivacyLevel] = [.full, .namesOnly, .pseudonymous, .minimal]
        #expect(levels == PrivacyLevel.allCases)
        #expect(levels.map { $0.treatment(of: privacy) } == expected)
    }

    @Test("needs a key where something leaves as a pseudonym, and else none is asked for")
    func keys() throws {
        #expect(PrivacyLevel.allCases.filter(\.needsKey) == [.pseudonymous, .minimal])
        for level in [PrivacyLevel.full, .namesOnly] {
            let privacy = ExportPrivacy(level) {
                Issue.record("a key was made")
                return PseudonymKey(bytes: [])
            }
            #expect(privacy.level == level)
        }
    }
}
