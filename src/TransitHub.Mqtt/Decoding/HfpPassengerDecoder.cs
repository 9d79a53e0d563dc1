using System.Text.Json;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs.Time;
using TransitHub.Mqtt.Decoding.Adapters;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads the passenger counts of Helsinki's vehicles (HFP event <c>apc</c>), with or without the object around them that is named after the event:
/// one observation of the load, and one of each door and class. Counters start at zero each morning and some lose riders, so loads below zero
/// come up; they say nothing. Which journey they belong to is often named wrongly at terminals, and is passed on as the vehicle says it.
/// </summary>
internal static class HfpPassengerDecoder
{
    private const long MostRiders = 100_000;

    public static void Decode(string vehicle, ReadOnlySpan<byte> payload, ref DecodeOutput output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload.ToArray(), ForeignJson.Options);
            JsonElement report = ForeignField.Of(document.RootElement, "APC") ?? document.RootElement;
            Decode(vehicle, report, ref output);
            if (output.IsSilent)
            {
                output.Refuse(RejectionReason.NothingToUse, "vehicleCounts has neither a load from 0 on nor doors");
            }
        }
        catch (JsonException e)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, ForeignJson.Explain(e));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            output.RefuseAll(RejectionReason.MalformedPayload, "a text is not Unicode");
        }
    }

    private static void Decode(string vehicle, JsonElement report, ref DecodeOutput output)
    {
        if (ForeignField.Of(report, "tst") is not { } tst)
        {
            output.Refuse(RejectionReason.MissingField, "tst is required, a time");
            return;
        }

        if (ForeignField.Time(tst) is not { } measured)
        {
            output.Refuse(RejectionReason.InvalidField, "tst is no time");
            return;
        }

        if ((ForeignField.Of(report, "vehicleCounts") ?? ForeignField.Of(report, "vehiclecounts")) is not { } counts)
        {
            output.Refuse(RejectionReason.NothingToUse, "a passenger count without vehicleCounts");
            return;
        }

        if (counts.ValueKind != JsonValueKind.Object)
        {
            output.Refuse(RejectionReason.InvalidField, "vehicleCounts is no object");
            return;
        }

        PassengerCount whole = new()
        {
            Device = DeviceId.Parse(vehicle),
            ReceivedAt = output.ReceivedAt,
            MeasuredAt = measured,
            RouteId = Text(report, "route"),
            DirectionId = DirectionOf(report),
            StopId = Text(report, "stop"),
        };
        if (Text(report, "oday") is { } day && Text(report, "start") is { } start)
        {
            if (HfpStart.Of(day, start, measured.UnixMilliseconds, out ServiceDate date, out ServiceTime time) is { } wrong)
            {
                output.Refuse(RejectionReason.InvalidField, wrong);
                return;
            }

            whole = whole with { StartDate = date, StartTime = time };
        }

        AddLoad(whole, counts, ref output);
        AddDoors(whole, counts, ref output);
    }

    private static void AddLoad(PassengerCount whole, JsonElement counts, ref DecodeOutput output)
    {
        if ((ForeignField.Of(counts, "vehicleLoad") ?? ForeignField.Of(counts, "vehicleload")) is not { } told)
        {
            return;
        }

        if (ForeignField.Whole(told) is { } riders and <= MostRiders)
        {
            int load = (int)riders;
            JsonElement? ratio = ForeignField.Of(counts, "vehicleLoadRatio") ?? ForeignField.Of(counts, "vehicleloadratio");
            double share = ratio is { ValueKind: JsonValueKind.Number } given ? given.GetDouble() : double.NaN;
            output.Add(whole with { Load = load, OccupancyPercentage = share is >= 0 and <= 10 ? (short)Math.Round(100 * share) : null });
        }
        else if (!IsBelowZero(told))
        {
            output.Refuse(RejectionReason.InvalidField, $"vehicleLoad is no whole number up to {MostRiders}");
        }
    }

    private static void AddDoors(PassengerCount whole, JsonElement counts, ref DecodeOutput output)
    {
        if ((ForeignField.Of(counts, "doorCounts") ?? ForeignField.Of(counts, "doorcounts")) is not { } doors)
        {
            return;
        }

        if (doors.ValueKind != JsonValueKind.Array)
        {
            output.Refuse(RejectionReason.InvalidField, "doorCounts is no array");
            return;
        }

        foreach (JsonElement door in doors.EnumerateArray())
        {
            if (ForeignField.Of(door, "count") is not { ValueKind: JsonValueKind.Array } classes)
            {
                output.Refuse(RejectionReason.InvalidField, "count of a door is no array");
                continue;
            }

            foreach (JsonElement one in classes.EnumerateArray())
            {
                if (output.RefuseIfFull())
                {
                    return;
                }

                AddDoor(whole with { Door = Text(door, "door"), Class = Text(one, "clazz") ?? Text(one, "class") }, one, ref output);
            }
        }
    }

    private static void AddDoor(PassengerCount door, JsonElement one, ref DecodeOutput output)
    {
        if (Riders(one, "in") is { } boardings && Riders(one, "out") is { } alightings)
        {
            output.Add(door with { Boardings = boardings, Alightings = alightings });
        }
        else
        {
            output.Refuse(RejectionReason.InvalidField, $"in and out of door {door.Door} are no numbers from 0 to {MostRiders}");
        }
    }

    private static int? Riders(JsonElement parent, string name) =>
        ForeignField.Of(parent, name) is { } value && ForeignField.Whole(value) is { } riders and <= MostRiders ? (int)riders : null;

    /// <summary>Counters that lose riders come to that.</summary>
    private static bool IsBelowZero(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetDouble() < 0;

    private static string? Text(JsonElement parent, string name) => ForeignField.Of(parent, name) is { } value ? ForeignField.Name(value) : null;

    /// <summary>HFP counts directions from 1, GTFS from 0.</summary>
    private static byte? DirectionOf(JsonElement report) =>
        ForeignField.Of(report, "dir") is { } dir && ForeignField.Whole(dir) is 1 or 2 ? (byte)(ForeignField.Whole(dir)!.Value - 1) : null;
}
