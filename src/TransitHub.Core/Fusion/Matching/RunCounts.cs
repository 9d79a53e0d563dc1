namespace TransitHub.Core.Fusion.Matching;

/// <summary>Runs counted by index: by line those of one vehicle or of vehicles whose ids begin alike, or by pattern those that followed one.</summary>
internal sealed class RunCounts
{
    /// <summary>By index; never negative.</summary>
    private readonly Dictionary<int, float> runs = [];

    /// <summary>All runs.</summary>
    public float Total { get; private set; }

    /// <summary>Runs by index.</summary>
    public IReadOnlyDictionary<int, float> Runs => this.runs;

    /// <summary>Runs of one index.</summary>
    public float Of(int index) => this.runs.GetValueOrDefault(index);

    /// <summary>Counts runs; of more than <paramref name="most"/> the older half is forgotten, so that a change is learned.</summary>
    public void Add(int index, float count, float most)
    {
        if (this.Total + count > most)
        {
            foreach (int known in this.runs.Keys)
            {
                this.runs[known] /= 2;
            }

            this.Total /= 2;
        }

        this.runs[index] = this.Of(index) + count;
        this.Total += count;
    }
}
