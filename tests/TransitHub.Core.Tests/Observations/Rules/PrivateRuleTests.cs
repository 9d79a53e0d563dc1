using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Tests.Observations.Rules;

public sealed class PrivateRuleTests
{
    private readonly ObservationGate gate = new(
        new GateOptions(), extent: null, isPrivate: id => id == DeviceId.Parse("car-9") ? true : id == DeviceId.Parse("taxi-1") ? false : null);

    [Theory]
    [InlineData("bus-1", null, true)]
    [InlineData("bus-1", "bus", true)]
    [InlineData("bus-1", "van", true)]
    [InlineData("bus-1", "songthaew", true)]
    [InlineData("bus-1", "car", false)]
    [InlineData("bus-1", "Motorcycle", false)]
    [InlineData("bus-1", "bicycle", false)]
    [InlineData("bus-1", "person", false)]
    [InlineData("bus-1", "truck", false)]
    [InlineData("car-9", null, false)]
    [InlineData("car-9", "bus", false)]
    [InlineData("taxi-1", "motorcycle", true)]
    public void A_vehicle_is_private_by_its_class_unless_the_operator_says_otherwise(string device, string? vehicleClass, bool isTaken)
    {
        GateVerdict verdict = this.gate.Check(Reports.Avl(1, 0, device: device) with { Class = vehicleClass });

        Assert.Equal(isTaken ? RejectionReason.None : RejectionReason.PrivateVehicle, verdict.Reason);
        Assert.Equal(isTaken, verdict.Accepted is not null);
    }

    [Fact]
    public void Riders_of_a_private_vehicle_are_not_counted_either_and_its_status_is()
    {
        Assert.Equal(RejectionReason.PrivateVehicle, this.gate.Check(Reports.Load(1, 3) with { Device = DeviceId.Parse("car-9") }).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Reports.Status(1, 0, device: "car-9")).Reason);
    }

    [Fact]
    public void A_refusal_says_what_to_write_where_riders_do_take_it() => Assert.Contains(
        "'use: public'", this.gate.Check(Reports.Avl(1, 0) with { Class = "car" }).Detail, StringComparison.Ordinal);
}
