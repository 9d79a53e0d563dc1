using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations.Rules;

/// <summary>Reports of one device that arrive together.</summary>
public sealed class OrderRuleTests
{
    private readonly ObservationGate gate = new(new GateOptions(), null);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(28)]
    public void Accepts_a_batch_from_a_clock_slightly_ahead_whole_and_in_order(double ahead)
    {
        AvlReport[] accepted = this.Take(Avl(0, ahead), Avl(0, ahead + 1, north: 10), Avl(0, ahead + 2, north: 20));
        Assert.Equal(accepted.OrderBy(r => r.CorrectedAt), accepted);
        Assert.All(accepted, r => Assert.True(r.CorrectedAt <= r.ReceivedAt));
    }

    [Fact]
    public void The_batch_after_it_keeps_its_own_distances_in_time()
    {
        this.Take(Avl(0, 3), Avl(0, 4, north: 10), Avl(0, 5, north: 20));
        AvlReport[] accepted = this.Take(Avl(3, 6, north: 30), Avl(3, 7, north: 40), Avl(3, 8, north: 50));
        Assert.InRange(accepted[1].CorrectedAt.SecondsSince(accepted[0].CorrectedAt), 0.9, 1);
        Assert.InRange(accepted[2].CorrectedAt.SecondsSince(accepted[1].CorrectedAt), 0.9, 1);
    }

    [Fact]
    public void A_batch_set_back_to_its_arrival_may_have_driven_as_far_as_its_own_times_allow()
    {
        this.Take(Avl(0, 5), Avl(0, 15, north: 250), Avl(0, 25, north: 500));
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(0, 26, north: 2000)).Reason);
    }

    [Fact]
    public void A_batch_that_is_sent_in_the_wrong_order_is_accepted_only_where_it_rises()
    {
        this.Take(Avl(0, 3), Avl(0, 5, north: 20));
        Assert.Equal(RejectionReason.OutOfOrder, this.gate.Check(Avl(0, 4, north: 10)).Reason);
        Assert.Equal(RejectionReason.OutOfOrder, this.gate.Check(Avl(0, 5, north: 21)).Reason);
        Assert.Equal(RejectionReason.Duplicate, this.gate.Check(Avl(0, 5, north: 20)).Reason);
    }

    [Fact]
    public void A_gate_restored_in_the_middle_of_a_batch_accepts_the_rest()
    {
        AvlReport first = this.Take(Avl(0, 3))[0];
        var restarted = new ObservationGate(new GateOptions(), null);
        restarted.Restore(first);
        Assert.Equal(RejectionReason.None, restarted.Check(Avl(0, 4, north: 10)).Reason);
    }

    private AvlReport[] Take(params AvlReport[] reports) =>
        [.. reports.Select(r => Assert.IsType<AvlReport>(this.gate.Check(r).Accepted))];
}
