using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

public class OccupancyScaleTests
{
    private static readonly VehicleRoom Bus = new(30, 80);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2.9, 0)]
    [InlineData(3, 1)]
    [InlineData(15, 2)]
    [InlineData(28.5, 3)]
    [InlineData(64, 4)]
    [InlineData(76, 5)]
    [InlineData(200, 5)]
    public void A_load_has_its_class(double load, byte status) => Assert.Equal(status, OccupancyScale.Of(load, Bus));

    [Fact]
    public void Nobody_stands_where_there_are_only_seats()
    {
        VehicleRoom coach = new(40, 40);
        Assert.Equal((byte)2, OccupancyScale.Of(37, coach));
        Assert.Equal((byte)5, OccupancyScale.Of(38, coach));
    }

    [Fact]
    public void A_load_between_two_classes_is_as_likely_of_one_as_of_the_other()
    {
        double[] likely = new double[OccupancyScale.Classes];
        OccupancyScale.Probabilities(15, 2, Bus, likely);
        Assert.Equal(0.5, likely[1], 3);
        Assert.Equal(0.5, likely[2], 3);
        Assert.Equal(1, likely.Sum(), 9);
    }

    [Fact]
    public void Classes_that_a_vehicle_never_has_have_no_probability()
    {
        double[] likely = new double[OccupancyScale.Classes];
        OccupancyScale.Probabilities(38, 5, new VehicleRoom(40, 40), likely);
        Assert.Equal(0, likely[3]);
        Assert.Equal(0, likely[4]);
        Assert.Equal(1, likely.Sum(), 9);
    }
}
