using TransitHub.Core.Observations;

namespace TransitHub.Core.Upstream;

/// <summary>What was changed of one update: each reason once, with the first place where it held.</summary>
public sealed class RepairNotes
{
    private readonly List<KeyValuePair<RejectionReason, string>> notes = [];

    /// <summary>The reasons in the order in which they arose, each with what was found.</summary>
    public IReadOnlyList<KeyValuePair<RejectionReason, string>> All => this.notes;

    /// <summary>Notes a change.</summary>
    internal void Add(RejectionReason reason, string detail)
    {
        if (!this.notes.Exists(n => n.Key == reason))
        {
            this.notes.Add(new(reason, detail));
        }
    }
}
