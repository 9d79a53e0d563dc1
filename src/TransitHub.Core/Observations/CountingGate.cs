using TransitHub.Core.Ids;
using TransitHub.Core.Observations.Rules;

namespace TransitHub.Core.Observations;

/// <summary>
/// Judges what counters and cameras report. The kinds are apart from positions: they have no place of their own, and a late count is still a
/// count, so nothing but a running total must come in order.
/// </summary>
internal sealed class CountingGate
{
    private readonly IntervalRule interval;
    private readonly FormRule form;
    private readonly ClockRule clock;
    private readonly ClockRule countClock;
    private readonly ChannelBound channels;

    /// <summary>Puts the rules together.</summary>
    /// <param name="options">The operator's settings, checked.</param>
    /// <param name="clock">Judges times as those of positions.</param>
    /// <param name="isZone">Whether a device's channel is a zone; null: it is not known.</param>
    public CountingGate(GateOptions options, ClockRule clock, Func<DeviceId, string, bool?> isZone)
    {
        this.form = new FormRule(isZone);
        this.clock = clock;
        this.interval = new IntervalRule(options);
        this.countClock = new ClockRule(options, options.MaxCountAgeSeconds);
        this.channels = new ChannelBound(options);
    }

    /// <summary>Judges one observation of a device.</summary>
    public GateVerdict Check(Observation observation, DeviceTrack device)
    {
        CountingTrack track = device.Counting ??= new CountingTrack();
        GateVerdict verdict = observation switch
        {
            TrafficCount count => this.Check(count, track),
            PassageReport passage => this.Check(passage, device, track),
            PassengerCount count => this.Check(count, device, track),
            _ => throw new NotSupportedException($"The gate has no rules for {observation.GetType().Name}."),
        };
        track.IsProven |= verdict.Accepted is not null;
        return verdict;
    }

    /// <summary>Takes an observation that was accepted before.</summary>
    public void Restore(Observation accepted, DeviceTrack device)
    {
        CountingTrack track = device.Counting ??= new CountingTrack();
        track.IsProven = true;
        switch (accepted)
        {
            case TrafficCount count:
                ClockRule.Restore(count.ReceivedAt, count.ClockCorrectionMilliseconds, track.Clock);
                if (this.channels.FindOrAdd(track, count.Key, count.ReceivedAt) is { } channel)
                {
                    Remember(count, channel);
                }

                break;
            case PassageReport passage:
                ClockRule.Restore(passage.ReceivedAt, passage.ClockCorrectionMilliseconds, device.Clock);
                RepeatedPassageRule.Remember(passage, track);
                break;
            case PassengerCount count:
                ClockRule.Restore(count.ReceivedAt, count.ClockCorrectionMilliseconds, device.Clock);
                RepeatedLoadRule.Remember(count, track);
                break;
        }
    }

    private static void Remember(TrafficCount count, ChannelTrack channel)
    {
        RepeatedCountRule.Remember(count, channel);
        channel.LastReceived = count.ReceivedAt;
        if (count.IsCumulative)
        {
            channel.Totals.Add(TotalReading.Of(count));
        }
    }

    private GateVerdict Check(TrafficCount count, CountingTrack track)
    {
        if (this.interval.Fault(count) is { } implausible)
        {
            return GateVerdict.Refuse(RejectionReason.ImplausibleInterval, implausible);
        }

        if (this.form.Fault(count) is { } wrong)
        {
            return GateVerdict.Refuse(RejectionReason.WrongForm, wrong);
        }

        if (track.Channels.TryGetValue(count.Key, out ChannelTrack? known) && RepeatedCountRule.IsRepeat(count, known))
        {
            return GateVerdict.Refuse(RejectionReason.Duplicate, "the same channel, class, direction and time again");
        }

        if (this.countClock.Judge(count.ReceivedAt, count.To, track.Clock) is var time and not RejectionReason.None)
        {
            return GateVerdict.Refuse(time, this.countClock.Describe(count.ReceivedAt, count.To, track.Clock));
        }

        if (this.channels.FindOrAdd(track, count.Key, count.ReceivedAt) is not { } channel)
        {
            return GateVerdict.Refuse(RejectionReason.TooManyChannels, this.channels.Describe(count.Key));
        }

        TrafficCount corrected = count.ClockCorrectionMilliseconds == track.Clock.Correction
            ? count
            : count with { ClockCorrectionMilliseconds = track.Clock.Correction };
        if (TotalOrderRule.Fault(corrected, channel) is { } late)
        {
            return GateVerdict.Refuse(RejectionReason.OutOfOrder, late);
        }

        Remember(corrected, channel);
        return GateVerdict.Accept(corrected);
    }

    private GateVerdict Check(PassageReport passage, DeviceTrack device, CountingTrack track)
    {
        if (RepeatedPassageRule.IsRepeat(passage, track))
        {
            return GateVerdict.Refuse(RejectionReason.Duplicate, "the same passage again");
        }

        if (this.clock.Judge(passage.ReceivedAt, passage.MeasuredAt, device.Clock) is var time and not RejectionReason.None)
        {
            return GateVerdict.Refuse(time, this.clock.Describe(passage.ReceivedAt, passage.MeasuredAt, device.Clock));
        }

        RepeatedPassageRule.Remember(passage, track);
        return GateVerdict.Accept(
            passage.ClockCorrectionMilliseconds == device.Clock.Correction
                ? passage
                : passage with { ClockCorrectionMilliseconds = device.Clock.Correction });
    }

    private GateVerdict Check(PassengerCount count, DeviceTrack device, CountingTrack track)
    {
        if (CarriageRule.Fault(count.Carriages) is { } wrong)
        {
            return GateVerdict.Refuse(RejectionReason.WrongCarriages, wrong);
        }

        if (RepeatedLoadRule.IsRepeat(count, track))
        {
            return GateVerdict.Refuse(RejectionReason.Duplicate, "the same door, class and time again");
        }

        if (this.clock.Judge(count.ReceivedAt, count.MeasuredAt, device.Clock) is var time and not RejectionReason.None)
        {
            return GateVerdict.Refuse(time, this.clock.Describe(count.ReceivedAt, count.MeasuredAt, device.Clock));
        }

        RepeatedLoadRule.Remember(count, track);
        return GateVerdict.Accept(
            count.ClockCorrectionMilliseconds == device.Clock.Correction
                ? count
                : count with { ClockCorrectionMilliseconds = device.Clock.Correction });
    }
}
