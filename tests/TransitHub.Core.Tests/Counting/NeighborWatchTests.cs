using System.Collections.Immutable;
using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Counting;

/// <summary>Two cameras on one street, a quarter of an hour at a time: of what passes the first, four of five pass the second.</summary>
public sealed class NeighborWatchTests
{
    private const int QuartersPerDay = 96;
    private const int Learned = 5 * QuartersPerDay;
    private const double GoesOn = 0.8;

    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_409_600L);
    private static readonly DeviceId First = DeviceId.Parse("first");
    private static readonly DeviceId Second = DeviceId.Parse("second");
    private static readonly ChannelKey Key = new("line", "car", "east");

    private readonly CountBook book = new(neighbors: [new NeighborPair(First, Key, Second, Key)]);

    [Fact]
    public void Healthy_neighbors_agree_though_the_one_counts_less_and_days_differ()
    {
        for (int quarter = 0; quarter < Learned + (5 * QuartersPerDay); quarter++)
        {
            this.Pass(quarter, level: quarter / QuartersPerDay % 2 == 0 ? 1 : 0.6);
            Assert.DoesNotContain(DeviceFaultKind.DisagreesWithNeighbor, this.FaultsOf(First).Concat(this.FaultsOf(Second)).Select(f => f.Kind));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(3.0)]
    public void One_that_counts_too_little_or_too_much_is_found_within_an_hour_and_only_it_loses_trust(double share)
    {
        this.Learn();
        for (int quarter = Learned; quarter < Learned + 4; quarter++)
        {
            this.Pass(quarter, secondShare: share);
        }

        Assert.Equal(Second, Assert.Single(this.FaultsOf(First), f => f.Kind == DeviceFaultKind.DisagreesWithNeighbor).Neighbor);
        Assert.Equal(First, Assert.Single(this.FaultsOf(Second), f => f.Kind == DeviceFaultKind.DisagreesWithNeighbor).Neighbor);
        Assert.InRange(this.book.Watch.TrustOf(Second), 0, 0.5);
        Assert.InRange(this.book.Watch.TrustOf(First), 0.8, 1);
    }

    [Fact]
    public void A_street_on_which_both_count_much_more_is_no_disagreement()
    {
        this.Learn();
        for (int quarter = Learned; quarter < Learned + 8; quarter++)
        {
            this.Pass(quarter, level: 2.5);
            Assert.DoesNotContain(DeviceFaultKind.DisagreesWithNeighbor, this.FaultsOf(First).Select(f => f.Kind));
        }
    }

    [Fact]
    public void Neighbors_that_agree_again_are_blamed_no_longer()
    {
        this.Learn();
        for (int quarter = Learned; quarter < Learned + 12; quarter++)
        {
            this.Pass(quarter, secondShare: quarter < Learned + 4 ? 0.3 : 1);
        }

        Assert.DoesNotContain(DeviceFaultKind.DisagreesWithNeighbor, this.FaultsOf(Second).Select(f => f.Kind));
    }

    private ImmutableArray<DeviceFault> FaultsOf(DeviceId device) => this.book.Watch.Find(device)?.Faults ?? [];

    private void Learn()
    {
        for (int quarter = 0; quarter < Learned; quarter++)
        {
            this.Pass(quarter);
        }
    }

    private void Pass(int quarter, double level = 1, double secondShare = 1)
    {
        Random random = new(quarter);
        Timestamp from = Start.AddSeconds(900.0 * quarter);
        double mean = level * 60 * (1.2 + Math.Sin(Math.Tau * quarter / QuartersPerDay));
        int passed = (int)Math.Max(0, mean + (Math.Sqrt(mean) * 2 * (random.NextDouble() + random.NextDouble() - 1)));
        int wentOn = Enumerable.Range(0, passed).Count(_ => random.NextDouble() < GoesOn);
        this.Take(First, from, passed);
        this.Take(Second, from, (int)(secondShare * wentOn));
        this.book.Advance(from.AddSeconds(900 + 130));
    }

    private void Take(DeviceId device, Timestamp from, int count) => this.book.Take(new TrafficCount
    {
        Device = device,
        ReceivedAt = from.AddSeconds(900),
        Channel = Key.Channel,
        Class = Key.Class,
        Direction = Key.Direction,
        From = from,
        To = from.AddSeconds(900),
        Count = count,
        Uptime = 1,
    });
}
