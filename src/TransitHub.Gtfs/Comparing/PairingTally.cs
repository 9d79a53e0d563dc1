namespace TransitHub.Gtfs.Comparing;

/// <summary>Counts what became of the ids of one kind of thing and names the first.</summary>
internal sealed class PairingTally(EntityKind kind, Pairing.Rows before, Pairing.Rows after)
{
    private readonly List<IdChange> changes = [];
    private readonly List<IdChange> reuses = [];
    private int changed;
    private int reused;

    public int Kept { get; set; }

    public void NoteChanged(int former, int later)
    {
        this.changed++;
        if (this.changes.Count < FeedComparison.MaxListed)
        {
            this.changes.Add(new IdChange(before.Id(former), after.Id(later), after.Name(later)));
        }
    }

    public void NoteReused(int former, int later)
    {
        this.reused++;
        if (this.reuses.Count < FeedComparison.MaxListed)
        {
            this.reuses.Add(new IdChange(before.Id(former), after.Id(later), $"{before.Name(former)} → {after.Name(later)}"));
        }
    }

    public IdStability Result() => new(kind, Kept, this.changed, this.reused, this.changes, this.reuses);
}
