using System.IO.Compression;
using System.Text;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Truth;

public sealed class ArrivalsFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(this.path);

    [Fact]
    public void Reads_columns_by_name_in_any_order()
    {
        ArrivalTruth truth = this.Read($"x,trip_id,arrival_unix,service_date,stop_sequence,departure_unix\n,T1,{FiveStops.Start + 3},20260302,1,{FiveStops.Start + 9}\n,T1,{FiveStops.Start + 125},20260302,2,\n");

        TrueRun run = Assert.Single(truth.Runs);
        Assert.Equal((3, 9, 125), (run.Arrivals[0] - FiveStops.Start, run.TimeAt(0) - FiveStops.Start, run.Arrivals[1] - FiveStops.Start));
        Assert.Equal(2, truth.Arrivals);
    }

    [Fact]
    public void Reads_gzip()
    {
        using (GZipStream gzip = new(File.Create(this.path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,{FiveStops.Start}\n"));
        }

        ArrivalTruth truth = new(FiveStops.Schedule());
        ArrivalsFile.Read(this.path, FiveStops.Schedule(), truth);
        Assert.Equal(1, truth.Arrivals);
    }

    [Fact]
    public void Refuses_gzip_that_is_cut_off()
    {
        using (GZipStream gzip = new(File.Create(this.path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,{FiveStops.Start}\n"));
        }

        byte[] whole = File.ReadAllBytes(this.path);
        File.WriteAllBytes(this.path, whole[..^9]);
        Assert.Throws<InvalidDataException>(() => ArrivalsFile.Read(this.path, FiveStops.Schedule(), new ArrivalTruth(FiveStops.Schedule())));
    }

    [Fact]
    public void Counts_rows_of_trips_and_stops_that_the_timetable_does_not_have()
    {
        ArrivalTruth truth = this.Read("service_date,trip_id,stop_sequence,arrival_unix\n20260302,X,1,1772413200\n20260302,T1,9,1772413200\n");
        Assert.Equal((1, 1, 0), (truth.UnknownTrips, truth.UnknownStops, truth.Arrivals));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("service_date,trip_id,stop_sequence\n", "has no column arrival_unix")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,1\n2026-03-02,T1,1,1\n", "line 3: needs a service_date as YYYYMMDD")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,one,1\n", "line 2: needs")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,soon\n", "line 2: needs")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,1772413200000\n", "line 2: needs")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1,-5\n", "line 2: needs")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,T1,1x,1772413200\n", "line 2: needs")]
    public void Names_what_is_wrong_and_where(string text, string told)
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => this.Read(text));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(this.path, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "lines 3, 5: needs")]
    [InlineData(10, "lines 3, 5, 7, 9, 11, 13, 15, 17, 19, 21: needs")]
    [InlineData(12, "lines 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 2 more: needs")]
    public void Names_all_rows_that_are_wrong_or_the_first_and_how_many(int wrong, string told)
    {
        string rows = string.Concat(Enumerable.Repeat("20260302,T1,1,1\n20260302,T1,one,1\n", wrong));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => this.Read("service_date,trip_id,stop_sequence,arrival_unix\n" + rows));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    private ArrivalTruth Read(string text)
    {
        File.WriteAllText(this.path, text);
        var schedule = FiveStops.Schedule();
        ArrivalTruth truth = new(schedule);
        ArrivalsFile.Read(this.path, schedule, truth);
        truth.Close();
        return truth;
    }
}
