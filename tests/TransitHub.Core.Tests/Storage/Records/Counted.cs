using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Core.Tests.Storage.Records;

/// <summary>What counters report, as Google.Protobuf's messages.</summary>
internal static class Counted
{
    public static void Fill(Proto.LoggedObservation message, Observation observation)
    {
        switch (observation)
        {
            case TrafficCount count:
                message.Count = Of(count);
                message.ClockCorrectionMs = count.ClockCorrectionMilliseconds;
                break;
            case PassageReport passage:
                message.Passage = Of(passage);
                message.ClockCorrectionMs = passage.ClockCorrectionMilliseconds;
                break;
            case PassengerCount count:
                message.Apc = Of(count);
                message.ClockCorrectionMs = count.ClockCorrectionMilliseconds;
                break;
        }
    }

    private static Proto.TrafficCount Of(TrafficCount count)
    {
        var message = new Proto.TrafficCount { Channel = count.Channel, Class = count.Class, Direction = count.Direction ?? string.Empty };
        if (count.From is { } from)
        {
            message.From = Seconds(from);
            message.To = Seconds(count.To);
            message.Count = count.Count;
        }
        else
        {
            message.At = Seconds(count.To);
            if (count.IsPresent)
            {
                message.Present = count.Count;
            }
            else
            {
                message.Total = count.Count;
            }
        }

        Set(count.Uptime, v => message.Uptime = v);
        return message;
    }

    private static Proto.PassageReport Of(PassageReport passage)
    {
        var message = new Proto.PassageReport
        {
            EventId = passage.EventId ?? string.Empty,
            MeasuredAt = Seconds(passage.MeasuredAt),
            Channel = passage.Channel,
            Class = passage.Class,
            Direction = passage.Direction ?? string.Empty,
            RouteText = passage.RouteText ?? string.Empty,
        };
        Set(passage.RouteConfidence, v => message.RouteConfidence = v);
        Set(passage.Confidence, v => message.Confidence = v);
        return message;
    }

    private static Proto.PassengerCount Of(PassengerCount count)
    {
        var message = new Proto.PassengerCount
        {
            MeasuredAt = Seconds(count.MeasuredAt),
            Door = count.Door ?? string.Empty,
            Class = count.Class ?? string.Empty,
            TripId = count.TripId ?? string.Empty,
            RouteId = count.RouteId ?? string.Empty,
            StartDate = count.StartDate?.ToString() ?? string.Empty,
            StartTime = count.StartTime?.ToString() ?? string.Empty,
            StopId = count.StopId ?? string.Empty,
        };
        Set(count.Load, v => message.Load = v);
        Set(count.Boardings, v => message.Boardings = v);
        Set(count.Alightings, v => message.Alightings = v);
        Set(count.DirectionId, v => message.DirectionId = v);
        Set(count.OccupancyStatus, v => message.OccupancyStatus = v);
        Set(count.OccupancyPercentage, v => message.OccupancyPercentage = (uint)v);
        message.Carriages.AddRange(count.Carriages.Select(Of));
        return message;
    }

    public static Proto.Carriage Of(Carriage carriage)
    {
        var message = new Proto.Carriage { Id = carriage.Id ?? string.Empty, Label = carriage.Label ?? string.Empty, CarriageSequence = (uint)carriage.Sequence };
        Set(carriage.OccupancyStatus, v => message.OccupancyStatus = v);
        Set(carriage.OccupancyPercentage, v => message.OccupancyPercentage = (uint)v);
        return message;
    }

    private static double Seconds(Timestamp time) => time.UnixMilliseconds / 1000.0;

    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } given)
        {
            set(given);
        }
    }
}
