using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Gathers what a model of loads is trained on while a pipeline runs over an archive: features of stops ahead, and the loads that came of
/// them, once a run is finished and its counts were made to come out even. Of too many rows an even part is kept.
/// </summary>
/// <param name="maxRows">Rows kept at most, 1,000 or more.</param>
public sealed class LoadSamples(int maxRows)
{
    private readonly Dictionary<(TripInstance Trip, int Stop), double> loads = [];
    private readonly List<LoadSample> rows = [];
    private uint every = 1;
    private uint met;

    /// <summary>The rows kept, in the order in which they were met.</summary>
    public IReadOnlyList<LoadSample> Rows => this.rows;

    /// <summary>Rows whose load came to be known, in the order in which they were met, and that load.</summary>
    public IEnumerable<(LoadSample Sample, double Load)> Known()
    {
        foreach (LoadSample row in this.rows)
        {
            if (this.loads.TryGetValue((row.Trip, row.Stop), out double load))
            {
                yield return (row, load);
            }
        }
    }

    /// <summary>Adds a row, unless it is not one of those that are kept.</summary>
    internal void Add(LoadSample sample)
    {
        if (this.met++ % this.every != 0)
        {
            return;
        }

        this.rows.Add(sample);
        if (this.rows.Count > maxRows)
        {
            this.every *= 2;
            List<LoadSample> kept = [.. this.rows.Where((_, i) => i % 2 == 0)];
            this.rows.Clear();
            this.rows.AddRange(kept);
        }
    }

    /// <summary>Adds the loads of a finished run, by place in the pattern.</summary>
    internal void AddLoads(TripInstance trip, ReadOnlySpan<double> boarded, ReadOnlySpan<double> alighted)
    {
        double load = 0;
        for (int stop = 0; stop < boarded.Length; stop++)
        {
            load = Math.Max(0, load - alighted[stop]) + boarded[stop];
            this.loads[(trip, stop)] = load;
        }
    }
}

/// <summary>A stop ahead at one moment.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Stop">Place of the stop in the pattern.</param>
/// <param name="Now">The moment, Unix seconds.</param>
/// <param name="Outlook">What was known.</param>
public readonly record struct LoadSample(TripInstance Trip, int Stop, double Now, LoadOutlook Outlook);
