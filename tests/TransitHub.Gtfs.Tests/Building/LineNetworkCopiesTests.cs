using TransitHub.Gtfs.Building;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class LineNetworkCopiesTests
{
    private static readonly LineNetwork Network = new SheetTexts().Network();

    [Fact]
    public void One_copy_is_the_network_itself() => Assert.Same(Network, Network.Repeat(1, 0.5));

    [Fact]
    public void Copies_have_ids_of_their_own_and_share_operators_and_days()
    {
        LineNetwork three = Network.Repeat(3, 0.5);

        Assert.Equal(["bus-1", "orange", "bus-1~2", "orange~2", "bus-1~3", "orange~3"], three.Lines.Select(line => line.Id));
        Assert.Equal(3 * Network.Stops.Length, three.Stops.Length);
        Assert.Equal(Network.Operators, three.Operators);
        Assert.NotEqual(Network.Digest, three.Digest);
        Assert.NotEqual(three.Digest, Network.Repeat(3, 0.6).Digest);
    }

    [Fact]
    public void A_copy_lies_on_the_same_parallels_and_its_ways_are_as_long()
    {
        LineDirection own = Network.FindLine("orange")!.Directions[1];
        LineDirection copy = Network.Repeat(2, -0.5).FindLine("orange~2")!.Directions[1];

        Assert.Equal(own.Path.Offsets, copy.Path.Offsets);
        Assert.All(own.Path.Points.Zip(copy.Path.Points), pair =>
        {
            Assert.Equal(pair.First.Lat, pair.Second.Lat);
            Assert.Equal(pair.First.Lon - 0.5, pair.Second.Lon, 6);
        });
        Assert.Equal(own.Stops.Select(call => call.OffsetMeters), copy.Stops.Select(call => call.OffsetMeters));
        Assert.Equal(own.Stops.Select(call => call.Stop.Id + "~2"), copy.Stops.Select(call => call.Stop.Id));
    }

    [Fact]
    public void Refuses_no_copies_and_copies_beyond_the_180th_meridian()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Repeat(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Repeat(200, 0.5));
    }
}
