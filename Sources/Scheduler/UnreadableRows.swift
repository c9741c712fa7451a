/// Counts the unreadable rows of a list that is read in several passes.
struct UnreadableRows {
    /// The count of the pass that had the most.
    private(set) var most = 0
    private var ofPass = 0

    mutating func add(_ count: Int, ofPage index: Int) {
        ofPass = index == 0 ? count : ofPass + count
        most = max(most, ofPass)
    }
}
