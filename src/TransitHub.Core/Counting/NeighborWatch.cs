using System.Collections.Immutable;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Counting;

/// <summary>
/// Holds the counts of neighboring lines against each other, each as a share of what is usual for it, so that traffic which always turns off between them is no
/// difference. How far the two usually differ is learned. Half an hour beyond three standard deviations to the same side is a fault of one of the two: of that which is
/// farther from its own expectation.
/// </summary>
/// <param name="pairs">The neighbors.</param>
internal sealed class NeighborWatch(ImmutableArray<NeighborPair> pairs)
{
    /// <summary>Windows in a row beyond the bound after which the two disagree, and within half of it after which they agree again.</summary>
    private const int WindowsInRow = 2;

    private const double Bound = 3;

    /// <summary>Windows before anything is said, half a day of counting, and the share of a window in what is usual from then on.</summary>
    private const int LeastWindows = 48;

    private const double Gain = 0.01;

    /// <summary>Less is expected of a window than this: chance alone.</summary>
    private const double LeastExpected = 5;

    /// <summary>Who is off its own expectation by more than this (a logarithm, a third) is held to be the one that fails.</summary>
    private const double OwnDeparture = 0.3;

    private readonly PairTrack[] tracks = [.. pairs.Select(_ => new PairTrack())];
    [NotKept]
    private readonly ILookup<DeviceId, int> byDevice =
        pairs.SelectMany((p, i) => new (DeviceId Device, int Place)[] { (p.First, i), (p.Second, i) }).ToLookup(p => p.Device, p => p.Place);

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => pairs.IsEmpty;

    /// <summary>Looks at a window.</summary>
    /// <param name="counts">What was counted, of each line.</param>
    /// <param name="common">How all others do at the moment against what is usual.</param>
    public void Look(IReadOnlyDictionary<(DeviceId Device, ChannelKey Key), WindowCount> counts, Func<WindowCount, double> common)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            NeighborPair pair = pairs[i];
            if (counts.TryGetValue((pair.First, pair.FirstKey), out WindowCount first)
                && counts.TryGetValue((pair.Second, pair.SecondKey), out WindowCount second)
                && first.Expected >= LeastExpected && second.Expected >= LeastExpected)
            {
                this.tracks[i].Add(
                    Departure(first, 1), Departure(second, 1), (1 / first.Expected.Value) + (1 / second.Expected.Value), Departure(first, common(first)), Departure(second, common(second)));
            }
        }
    }

    /// <summary>The neighbor with which a device disagrees; null: none.</summary>
    /// <param name="device">The device.</param>
    /// <param name="isOwn">Whether it is the one that departs from its own expectation.</param>
    public DeviceId? DisagreesWith(DeviceId device, out bool isOwn)
    {
        DeviceId? other = null;
        isOwn = false;
        foreach (int i in this.byDevice[device])
        {
            if (this.tracks[i].Disagrees && !isOwn)
            {
                other = pairs[i].First == device ? pairs[i].Second : pairs[i].First;
                isOwn = this.tracks[i].Culprit == (pairs[i].First == device ? 1 : 2);
            }
        }

        return other;
    }

    private static double Departure(WindowCount count, double common) => Math.Log((count.Count + 1) / ((count.Expected!.Value * common) + 1));

    private sealed class PairTrack
    {
        private int windows;
        private double mean;
        private double variance = 0.1;
        private int run;

        public bool Disagrees { get; private set; }

        /// <summary>1 or 2: the one that departs from its own expectation; 0: neither clearly.</summary>
        public int Culprit { get; private set; }

        public void Add(double first, double second, double chance, double ownFirst, double ownSecond)
        {
            double difference = first - second;
            double score = (difference - this.mean) / Math.Sqrt(this.variance + chance);
            bool isBeyond = this.windows >= LeastWindows && Math.Abs(score) > Bound;
            bool isWithin = Math.Abs(score) < Bound / 2;
            this.run = isBeyond ? Math.Sign(score) * (Math.Sign(score) == Math.Sign(this.run) ? Math.Min(Math.Abs(this.run) + 1, WindowsInRow) : 1)
                : isWithin && this.run != 0 ? this.run - Math.Sign(this.run) : this.run;
            this.Disagrees = this.Disagrees ? this.run != 0 : Math.Abs(this.run) >= WindowsInRow;
            if (this.Disagrees)
            {
                double most = Math.Max(Math.Abs(ownFirst), Math.Abs(ownSecond));
                this.Culprit = most < OwnDeparture ? 0 : Math.Abs(ownFirst) >= Math.Abs(ownSecond) ? 1 : 2;
            }

            if (!isBeyond)
            {
                this.windows++;
                double step = Math.Max(Gain, 1.0 / (this.windows + 10));
                double off = difference - this.mean;
                this.mean += step * off;
                this.variance += step * (Math.Max(0, (off * off) - chance) - this.variance);
            }
        }
    }
}
