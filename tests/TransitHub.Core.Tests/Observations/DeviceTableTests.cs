using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations;

public sealed class DeviceTableTests
{
    private static readonly DeviceId Bus = DeviceId.Parse("bus-1");
    private readonly DeviceTable table = new(2);

    [Fact]
    public void Tells_what_a_device_last_said_and_did()
    {
        this.table.NoteAccepted(Status(0, 0));
        this.table.NoteAccepted(Avl(10, 8) with { ClockCorrectionMilliseconds = -3000 });
        this.table.NoteRefused(Avl(20, 5), RejectionReason.OutOfOrder);
        DeviceHealth found = this.table.Find(Bus)!;
        Assert.Equal([KeyValuePair.Create(RejectionReason.OutOfOrder, 1L)], found.Refusals);
        Assert.Equal(
            new DeviceHealth
            {
                Device = Bus,
                LastSeen = Moment(20),
                LastMeasured = Moment(5),
                ClockCorrectionMilliseconds = -3000,
                Accepted = 2,
                Refused = 1,
                LastRefusal = RejectionReason.OutOfOrder,
                Status = Status(0, 0),
            },
            found with { Refusals = [] });
    }

    [Fact]
    public void The_clock_of_a_counter_is_told_too()
    {
        this.table.NoteAccepted(Count(0, 60, 3) with { ClockCorrectionMilliseconds = -7000 });
        Assert.Equal(-7000, this.table.Find(DeviceId.Parse("camera-1"))!.ClockCorrectionMilliseconds);
        this.table.NoteAccepted(Passage(70, "e1") with { ClockCorrectionMilliseconds = -6000 });
        Assert.Equal(-6000, this.table.Find(DeviceId.Parse("camera-1"))!.ClockCorrectionMilliseconds);
    }

    [Fact]
    public void A_last_will_is_no_sign_of_life()
    {
        this.table.NoteAccepted(Avl(10, 8));
        this.table.NoteAccepted(Status(500, null, online: false));
        Assert.Equal(Moment(10), this.table.Find(Bus)!.LastSeen);
        Assert.False(this.table.Find(Bus)!.Status!.Online);
    }

    [Fact]
    public void Lists_in_the_order_of_ids_and_no_more_than_the_bound()
    {
        foreach (string device in new[] { "c", "a", "b" })
        {
            this.table.NoteAccepted(Avl(0, 0, device: device));
        }

        Assert.Equal(["a", "c"], this.table.List().Select(h => h.Device.ToString()));
        Assert.Equal(2, this.table.Count);
        Assert.Null(this.table.Find(DeviceId.Parse("b")));
    }
}
