using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>
/// All that operators want changed of a feed's service at this point of its log: it stands in the place of the one before. The hub appends it when an operator
/// writes one and whenever a log is taken up. No device can send it.
/// </summary>
public sealed record ServiceChanges : Observation
{
    /// <summary>The longest document, bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 18;

    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Changes;

    /// <summary>The changes that are not over, as <see cref="Dispatching.ChangeBook.EncodeStanding"/> gives them.</summary>
    public required string Document { get; init; }

    /// <summary>The changes of a book.</summary>
    public static ServiceChanges Of(Dispatching.ChangeBook book, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new ServiceChanges { Device = TimerTick.Hub, ReceivedAt = now, Document = book.EncodeStanding(now.UnixSeconds) };
    }
}
