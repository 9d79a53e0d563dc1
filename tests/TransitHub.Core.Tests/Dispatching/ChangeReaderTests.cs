using TransitHub.Core.Dispatching;
using TransitHub.Core.Tests.Conformance;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Dispatching;

/// <summary>What is wrong with a change is told by field, with the remedy.</summary>
public sealed class ChangeReaderTests
{
    private const long Now = ConformanceNetwork.Now;
    private static readonly Schedule Network = ConformanceNetwork.Read();

    private static readonly ChangeDraft Cancel = new() { Kind = ChangeKind.Cancel, TripId = "t2", StartDate = "20261123", ExpiresAt = Now + 3600 };

    public static TheoryData<string, ChangeDraft, string> Wrong => new()
    {
        { "kind", Cancel with { Kind = "stop" }, "is one of cancel" },
        { "expires_at", Cancel with { ExpiresAt = null }, "is needed" },
        { "expires_at", Cancel with { ExpiresAt = Now }, "after now" },
        { "expires_at", Cancel with { ExpiresAt = Now + ChangeReader.LongestSeconds + 1 }, "within 31 days" },
        { "trip_id", Cancel with { TripId = null }, "is needed for cancel" },
        { "trip_id", Cancel with { TripId = "t9" }, "'t9' is not in the GTFS" },
        { "start_date", Cancel with { StartDate = "2026-11-23" }, "YYYYMMDD" },
        { "start_date", Cancel with { StartDate = "20261122" }, "no day on which trip 't2' runs" },
        { "start_time", Cancel with { StartTime = "09:30:00" }, "leave it out" },
        { "start_time", Cancel with { TripId = "headway" }, "tells its runs apart" },
        { "start_time", Cancel with { TripId = "exact", StartTime = "06:10:00" }, "no start of trip 'exact'" },
        { "vehicle_id", Cancel with { VehicleId = "bus" }, "has no meaning for cancel" },
        { "note", Cancel with { Note = new string('x', 501) }, "at most 500" },
        { "skipped_stops", Cancel with { Kind = ChangeKind.ChangeStops }, "is needed" },
        { "skipped_stops", Cancel with { Kind = ChangeKind.ChangeStops, SkippedStops = [7] }, "7 is no stop_sequence" },
        { "skipped_stops", Cancel with { Kind = ChangeKind.ChangeStops, SkippedStops = [1, 2] }, "cancel the run instead" },
        { "without_data_from", Cancel with { Kind = ChangeKind.ChangeStops, WithoutDataFrom = 9 }, "9 is no stop_sequence" },
        { "assigned_stops", Cancel with { Kind = ChangeKind.ChangeStops, AssignedStops = [new PlatformDraft(2, "s3")] }, "no other platform of the station of 'p1'" },
        { "assigned_stops", Cancel with { Kind = ChangeKind.ChangeStops, AssignedStops = [new PlatformDraft(2, "st")] }, "no other platform" },
        { "trip_id", Add() with { TripId = "t1" }, "is a trip of the GTFS" },
        { "route_id", Add() with { RouteId = "r9" }, "'r9' is not in the GTFS" },
        { "stop_times", Add() with { StopTimes = [new StopTimeDraft("s1", "08:00:00", null)] }, "2 to 200" },
        { "stop_times[1].arrival", Add("08:00:00", "08:00:00"), "not after the departure from the stop before" },
        { "stop_times[0].departure", Add() with { StopTimes = [new StopTimeDraft("s1", "08:01:00", "08:00:00"), new StopTimeDraft("s3", "08:02:00", null)] }, "before the arrival" },
        { "stop_times[0].stop_id", Add() with { StopTimes = [new StopTimeDraft("st", "08:01:00", null), new StopTimeDraft("s3", "08:02:00", null)] }, "no stop or platform" },
        { "stop_times[1].arrival", Add("08:00:00", "8 o'clock"), "HH:MM:SS" },
        { "trip_id", Copy() with { TripId = "headway" }, "use add" },
        { "new_trip_id", Copy() with { NewTripId = "t1" }, "is a trip of the GTFS" },
        { "trip_id", new ChangeDraft { Kind = ChangeKind.AssignVehicle, VehicleId = "bus", StartDate = "20261123", ExpiresAt = Now + 60 }, "or block_id is needed" },
        { "block_id", new ChangeDraft { Kind = ChangeKind.AssignVehicle, VehicleId = "bus", BlockId = "b9", StartDate = "20261123", ExpiresAt = Now + 60 }, "'b9' is not in the GTFS" },
        { "device_id", new ChangeDraft { Kind = ChangeKind.IgnoreDevice, DeviceId = "a/b", ExpiresAt = Now + 60 }, "no id of a device" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_mistake_is_told_with_its_field_and_remedy(string field, ChangeDraft draft, string says)
    {
        IReadOnlyDictionary<string, string[]> wrong = ChangeReader.Check(draft, "change-1", Network, [], Now);
        Assert.Contains(says, string.Join(' ', Assert.Contains(field, wrong)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_has_no_complaint()
    {
        ChangeDraft[] right =
        [
            Cancel, Cancel with { Kind = ChangeKind.Delete }, Cancel with { TripId = "headway", StartTime = "05:03:00" }, Cancel with { TripId = "exact", StartTime = "06:15:00" },
            Cancel with { Kind = ChangeKind.ChangeStops, SkippedStops = [1], AssignedStops = [new PlatformDraft(2, "p2")], StopsWithoutData = [3] },
            Add(), Copy(),
            new ChangeDraft { Kind = ChangeKind.Replace, TripId = "t1", StartDate = "20261123", StopTimes = Add().StopTimes, ExpiresAt = Now + 60 },
            new ChangeDraft { Kind = ChangeKind.AssignVehicle, VehicleId = "bus", BlockId = "b1", StartDate = "20261123", ExpiresAt = Now + 60 },
            new ChangeDraft { Kind = ChangeKind.IgnoreDevice, DeviceId = "bus", ExpiresAt = Now + 60 },
        ];
        Assert.All(right, draft => Assert.Empty(ChangeReader.Check(draft, "change-1", Network, [], Now)));
        Assert.Equal(ChangeKind.All.Order(), right.Select(d => d.Kind).Distinct().Order());
    }

    [Fact]
    public void An_id_is_given_to_one_added_run_and_a_vehicle_can_be_assigned_to_it()
    {
        ServiceChange[] standing = [.. Orders.Book(Time.Timestamp.FromUnixSeconds(Now), Add()).Changes];
        Assert.Contains("trip_id", ChangeReader.Check(Add(), "change-2", Network, standing, Now));
        Assert.Empty(ChangeReader.Check(Add(), "change-1", Network, standing, Now));
        ChangeDraft assign = new() { Kind = ChangeKind.AssignVehicle, VehicleId = "bus", TripId = "x", StartDate = "20261123", ExpiresAt = Now + 60 };
        Assert.Empty(ChangeReader.Check(assign, "change-2", Network, standing, Now));
        Assert.Contains("trip_id", ChangeReader.Check(assign, "change-2", Network, [], Now));
    }

    [Fact]
    public void A_change_of_another_timetable_says_why_it_has_no_effect()
    {
        var change = new ServiceChange("change-1", 1, Cancel with { TripId = "gone" }, Now, Now, "ann", null);
        Assert.Contains("'gone' is not in the GTFS", ChangeReader.ProblemOf(change, Network, [change]), StringComparison.Ordinal);
        Assert.Null(ChangeReader.ProblemOf(change with { Content = Cancel }, Network, [change]));
    }

    [Fact]
    public void A_book_comes_back_as_it_was_and_bounds_itself()
    {
        ChangeBook book = Orders.Book(Time.Timestamp.FromUnixSeconds(Now), Add(), Cancel with { Note = "รถเสีย" });
        ChangeBook read = ChangeBook.Decode(2, book.Encode());
        Assert.Equal(book.Encode(), read.Encode());
        Assert.Equal(2, read.Standing(Now).Count());
        Assert.Empty(read.Standing(Now + 3600));
        ChangeBook full = book;
        for (int i = 3; i <= ChangeBook.MostChanges; i++)
        {
            full = full.With(new ServiceChange($"change-{i}", 1, Cancel, Now, Now, "ann", null), Now);
        }

        Assert.Throws<ChangeBookFullException>(() => full.With(new ServiceChange("one-more", 1, Cancel, Now, Now, "ann", null), Now));
        Assert.Single(full.With(new ServiceChange("later", 1, Cancel, Now, Now, "ann", null), Now + 3600 + ChangeBook.EndedKeptSeconds + 1).Changes);
    }

    private static ChangeDraft Add(string first = "08:00:00", string second = "08:10:00") => new()
    {
        Kind = ChangeKind.Add,
        TripId = "x",
        RouteId = "r1",
        StartDate = "20261123",
        StopTimes = [new StopTimeDraft("s1", first, null), new StopTimeDraft("s3", second, null)],
        ExpiresAt = Now + 3600,
    };

    private static ChangeDraft Copy() => new() { Kind = ChangeKind.Duplicate, TripId = "t2", NewTripId = "t2-again", StartDate = "20261123", StartTime = "09:40:00", ExpiresAt = Now + 3600 };
}
