namespace TransitHub.Gtfs.Merging;

/// <summary>Counts what became of one feed's ids of one kind and names the first that did not stay.</summary>
internal sealed class IdTally(string feed, string kind)
{
    private readonly List<string> changes = [];
    private int kept;
    private int joined;
    private int differing;
    private int renamed;

    public void Note(string id, string merged, bool isJoined, bool differs = false)
    {
        if (differs)
        {
            this.differing++;
            Name($"{id} differs");
        }
        else if (isJoined)
        {
            this.joined++;
            if (id != merged)
            {
                Name($"{id} = {merged}");
            }
        }
        else if (id == merged)
        {
            this.kept++;
        }
        else
        {
            this.renamed++;
            Name($"{id} → {merged}");
        }
    }

    public MergedIds Result() => new(feed, kind, this.kept, this.joined, this.differing, this.renamed, this.changes);

    private void Name(string change)
    {
        if (this.changes.Count < MergeReport.MaxListed)
        {
            this.changes.Add(change);
        }
    }
}
