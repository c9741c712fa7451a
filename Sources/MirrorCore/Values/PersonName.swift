extension FreeText {
    /// Whether two texts may be the same person's name, or the same organization's.
    ///
    /// The words count, in any order, without regard to capitals and to commas: `Nordmann, Ola` is `Ola Nordmann`. Where one
    /// has at least two words and the other has all of them, a middle name is left out there.
    package static func namesAgree(_ left: String, _ right: String) -> Bool {
        let (one, other) = (words(of: left), words(of: right))
        guard !one.isEmpty, !other.isEmpty else { return false }
        let (fewer, more) = one.count < other.count ? (one, other) : (other, one)
        return fewer == more || fewer.count >= 2 && fewer.isSubset(of: more)
    }

    private static func words(of name: String) -> Set<Substring> {
        Set(folded(name).split { $0 == " " || $0 == "," })
    }
}
