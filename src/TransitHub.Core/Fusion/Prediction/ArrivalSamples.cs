using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Gathers what a model is trained on while a pipeline runs over an archive: features of predicted stops, and the arrivals
/// that the hub then measured. Of too many rows it keeps a part, by a scramble of what they are and the seed, so that two
/// runs keep the same ones.
/// </summary>
public sealed class ArrivalSamples
{
    private readonly int maxRows;
    private readonly uint seed;
    private readonly List<(ArrivalSample Sample, float[] Features)> rows = [];
    private readonly Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];
    private uint keepBelow = uint.MaxValue;

    /// <summary>Starts empty.</summary>
    /// <param name="maxRows">Rows kept at most, 1,000 or more.</param>
    /// <param name="seed">Which part is kept.</param>
    public ArrivalSamples(int maxRows, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1000);
        this.maxRows = maxRows;
        this.seed = unchecked((uint)seed * 2654435761u);
    }

    /// <summary>The rows kept, in the order in which they were met.</summary>
    public IReadOnlyList<(ArrivalSample Sample, float[] Features)> Rows => this.rows;

    /// <summary>Sharp arrivals measured by the hub, Unix seconds, by run and place in the pattern.</summary>
    public IReadOnlyDictionary<(TripInstance Trip, int Stop), double> Arrivals => this.arrivals;

    /// <summary>Forgets what was sampled later than a moment: too close to the archive's end for its arrivals to be known.</summary>
    /// <param name="moment">Unix seconds.</param>
    public void KeepUntil(double moment) => this.rows.RemoveAll(r => r.Sample.Now > moment);

    /// <summary>Adds an arrival; a later word on the same one counts.</summary>
    /// <param name="trip">The run.</param>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="arrived">Unix seconds.</param>
    public void AddArrival(TripInstance trip, int stop, double arrived) => this.arrivals[(trip, stop)] = arrived;

    /// <summary>Adds the arrival at a stop that was passed, if its time is sharp.</summary>
    internal void Note(RunTrack run, PassedStop stop)
    {
        if (stop.IsSharp)
        {
            this.AddArrival(run.Trip, stop.Stop, run.Arrived[stop.Stop]);
        }
    }

    /// <summary>Adds a row, unless it is not one of those that are kept.</summary>
    /// <param name="sample">What it is about.</param>
    /// <param name="features"><see cref="ArrivalFeatures.Count"/> values.</param>
    public void Add(in ArrivalSample sample, ReadOnlySpan<float> features)
    {
        if (this.Scramble(sample) > this.keepBelow)
        {
            return;
        }

        this.rows.Add((sample, features.ToArray()));
        if (this.rows.Count > this.maxRows)
        {
            this.keepBelow /= 2;
            this.rows.RemoveAll(r => this.Scramble(r.Sample) > this.keepBelow);
        }
    }

    private uint Scramble(in ArrivalSample sample)
    {
        unchecked
        {
            uint x = ((uint)sample.Trip.TripIndex * 2654435761u) ^ ((uint)sample.Stop * 40503u) ^ ((uint)(long)sample.Now * 2246822519u) ^ this.seed;
            x = (x ^ (x >> 15)) * 2246822519u;
            x = (x ^ (x >> 13)) * 3266489917u;
            return x ^ (x >> 16);
        }
    }
}

/// <summary>A predicted stop at one moment.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Stop">Place in the pattern.</param>
/// <param name="Now">The moment, Unix seconds.</param>
/// <param name="Expected">The arrival that the formula expects, by its errors so far (their median), Unix seconds.</param>
/// <param name="Deviation">Its standard deviation, by its errors so far (their middle 80 %), seconds.</param>
public readonly record struct ArrivalSample(TripInstance Trip, int Stop, double Now, double Expected, double Deviation);
