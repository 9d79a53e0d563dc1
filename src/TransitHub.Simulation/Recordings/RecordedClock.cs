using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// The received time of a recording, which only goes forward. Several receivers that write one recording
/// may disagree by a moment: an item up to <see cref="ToleranceSeconds"/> behind takes the time already
/// reached. One further behind is refused, since it was not received in this order.
/// </summary>
internal sealed class RecordedClock
{
    /// <summary>How far an item may lie behind the one ahead of it, seconds.</summary>
    public const int ToleranceSeconds = 5;

    /// <summary>The time of the newest item; <c>default</c> before the first.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>Gives the item the time at which it counts, or turns it into a refusal.</summary>
    public RecordedItem Take(RecordedItem item)
    {
        if (item.Refusal is not null)
        {
            return item with { ReceivedAt = this.Now };
        }

        if (item.ReceivedAt >= this.Now)
        {
            this.Now = item.ReceivedAt;
            return item;
        }

        double behind = this.Now.SecondsSince(item.ReceivedAt);
        if (behind > ToleranceSeconds)
        {
            return RecordedItem.Refused(
                item.Place,
                this.Now,
                RejectionReason.InvalidField,
                item.Observation?.Device.ToString() ?? item.Topic ?? string.Empty,
                $"received at {item.ReceivedAt}, {behind:0.###} s before the item ahead of it: a recording is in received order");
        }

        return item.Observation is { } observation
            ? item with { ReceivedAt = this.Now, Observation = observation with { ReceivedAt = this.Now } }
            : item with { ReceivedAt = this.Now };
    }
}
