using TransitHub.Core.Observations;

namespace TransitHub.Core.Tests.Observations.Rules;

public sealed class CarriageRuleTests
{
    private readonly ObservationGate gate = new(new GateOptions(), extent: null);

    [Fact]
    public void Takes_a_train_whose_carriages_are_numbered_from_one_on()
    {
        AvlReport report = Reports.Avl(1, 0) with { Carriages = Carriage.InOrder([new() { Sequence = 2, Id = "b" }, new() { Sequence = 1, Id = "a" }]) };

        Assert.Equal(["a", "b"], Assert.IsType<AvlReport>(this.gate.Check(report).Accepted).Carriages.Select(c => c.Id));
    }

    [Fact]
    public void Numbers_carriages_in_the_order_they_are_told_where_none_has_a_number() =>
        Assert.Equal([1, 2, 3], Carriage.InOrder([new(), new(), new()]).Select(c => c.Sequence));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    public void Refuses_a_gap_a_number_twice_and_a_carriage_without_one(int first, int second)
    {
        AvlReport report = Reports.Avl(1, 0) with { Carriages = Carriage.InOrder([new() { Sequence = first }, new() { Sequence = second }]) };
        GateVerdict verdict = this.gate.Check(report);

        Assert.Equal(RejectionReason.WrongCarriages, verdict.Reason);
        Assert.Contains("number all carriages from 1 on, or none", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_carriages_of_one_id_also_from_passenger_counters()
    {
        PassengerCount count = Reports.Load(1, 3) with { Carriages = Carriage.InOrder([new() { Id = "7" }, new() { Id = "7" }]) };

        Assert.Equal(RejectionReason.WrongCarriages, this.gate.Check(count).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Reports.Load(1, 3) with { Carriages = Carriage.InOrder([new() { Id = "7" }, new()]) }).Reason);
    }
}
