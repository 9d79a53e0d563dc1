using System.Collections.Immutable;
using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Views;

namespace TransitHub.Server.Tests.Counts;

/// <summary>What anybody may know of counts: that small ones cannot be found, also not by taking one public figure from another.</summary>
public sealed class PublicCountTests
{
    private static readonly DeviceId Gate = DeviceId.Parse("beta-gate");
    private static readonly Timestamp Start = CountBin.StartOf(TestCity.Morning);

    [Theory]
    [InlineData("person", 0, 0L, null)]
    [InlineData("person", 1, null, 5)]
    [InlineData("person", 4, null, 5)]
    [InlineData("person", 5, 5L, null)]
    [InlineData("car", 4, null, 5)]
    [InlineData("รถตุ๊กตุ๊ก", 4, null, 5)]
    [InlineData("bus", 1, 1L, null)]
    [InlineData("boat", 2, 2L, null)]
    public void A_small_count_is_told_of_public_transport_alone(string @class, int count, long? told, int? fewerThan)
    {
        CountBin bin = Assert.Single(BinsOf(@class, 5, count));
        PublicCount one = PublicCount.OfBin(bin, @class, 5);
        Assert.Equal((told, fewerThan), (one.Count, one.FewerThan));
    }

    [Fact]
    public void A_device_may_ask_for_more_privacy_and_not_for_less()
    {
        Assert.Equal(5, PublicCount.FewestTold(CameraFile.Registry.All[0], 5));
        Assert.Equal(10, PublicCount.FewestTold(CameraFile.Registry.All[0] with { FewestTold = 10 }, 5));
        Assert.Equal(5, PublicCount.FewestTold(CameraFile.Registry.All[0] with { FewestTold = 2 }, 5));
    }

    [Fact]
    public void An_hour_is_exact_where_nobody_could_be_told_apart()
    {
        Assert.Equal(new PublicCount(30, null, false), PublicCount.OfSum(BinsOf("person", 5, 10, 12, 8), "person", 5));
        Assert.Equal(new PublicCount(14, null, false), PublicCount.OfSum(BinsOf("person", 5, 10, 1, 3), "person", 5));
        Assert.Equal(new PublicCount(13, null, true), PublicCount.OfSum(BinsOf("person", 5, 10, 1), "person", 5));
        Assert.Equal(new PublicCount(15, null, true), PublicCount.OfSum(BinsOf("person", 5, 10, 4, 4), "person", 5));
        Assert.Equal(new PublicCount(null, 5, false), PublicCount.OfSum(BinsOf("person", 5, 0, 2, 0), "person", 5));
    }

    /// <summary>
    /// All ways in which three minutes and their bin and their hour can come out are looked at together: for each set of public figures, every
    /// minute that is not told could have been at least two different numbers.
    /// </summary>
    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    [InlineData(8)]
    public void No_small_count_can_be_found_from_minutes_bin_and_hour_together(int fewest)
    {
        Dictionary<string, List<int[]>> byView = [];
        int most = fewest + 2;
        for (int code = 0; code < most * most * most; code++)
        {
            int[] minutes = [code % most, code / most % most, code / (most * most)];
            string view = string.Join(' ', minutes.Select(m => m == 0 || m >= fewest ? $"{m}" : "few"))
                + " | " + View(minutes, fewest);
            byView.TryAdd(view, []);
            byView[view].Add(minutes);
        }

        foreach ((string view, List<int[]> ways) in byView)
        {
            for (int minute = 0; minute < 3; minute++)
            {
                bool isHidden = ways[0][minute] > 0 && ways[0][minute] < fewest;
                Assert.True(!isHidden || ways.Select(w => w[minute]).Distinct().Count() > 1, $"'{view}' tells minute {minute} exactly");
            }
        }
    }

    private static string View(int[] minutes, int fewest)
    {
        ImmutableArray<CountBin> bins = MinuteBinsOf(fewest, minutes);
        PublicCount bin = PublicCount.OfBin(bins[0], "person", fewest);
        PublicCount hour = PublicCount.OfSum(bins, "person", fewest);
        return $"{bin} {hour}";
    }

    private static ImmutableArray<CountBin> MinuteBinsOf(int fewest, params int[] counts) => BinsOf("person", fewest, 60, counts);

    private static ImmutableArray<CountBin> BinsOf(string @class, int fewest, params int[] counts) => BinsOf(@class, fewest, 300, counts);

    private static ImmutableArray<CountBin> BinsOf(string @class, int fewest, int seconds, int[] counts)
    {
        CountLedger ledger = new(fewest);
        for (int i = 0; i < counts.Length; i++)
        {
            ledger.Take(new TrafficCount
            {
                Device = Gate,
                ReceivedAt = Start,
                Channel = "line-1",
                Class = @class,
                From = Start.AddSeconds(i * seconds),
                To = Start.AddSeconds((i + 1) * seconds),
                Count = counts[i],
            });
        }

        return ledger.Read(Gate, Start)[0].Bins;
    }

    [Fact]
    public void A_flow_says_how_long_the_camera_was_counting()
    {
        CountLedger ledger = new();
        ledger.Take(new TrafficCount
        {
            Device = Gate, ReceivedAt = Start, Channel = "line-1", Class = "person", Direction = "in", From = Start, To = Start.AddSeconds(300), Count = 20, Uptime = 0.5f,
        });
        FlowView flow = FlowView.Of(new("line-1", "person", "in"), ledger.Read(Gate, Start)[0].Bins[0], 5);
        Assert.Equal((20L, 0.5, 300.0), (flow.Count!.Value, flow.Uptime, flow.To - flow.From));
    }
}
