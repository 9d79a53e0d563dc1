using System.Buffers.Text;
using System.Text;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>
/// Writes the truth as CSV files into a folder: stop_times.csv (its first columns are those of the arrivals format), positions.csv,
/// runs.csv, passages.csv and waiting.csv. What the columns mean stands in the README.md beside this class.
/// </summary>
public sealed class CsvTruth : ITruth, IDisposable
{
    private readonly CsvTruthFile positions;
    private readonly CsvTruthFile stopTimes;
    private readonly CsvTruthFile runs;
    private readonly CsvTruthFile passages;
    private readonly CsvTruthFile waiting;

    /// <summary>Makes the folder if need be, and begins the files anew.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public CsvTruth(string folder)
    {
        Directory.CreateDirectory(folder);
        this.stopTimes = new CsvTruthFile(
            folder, "stop_times.csv",
            "service_date,trip_id,stop_sequence,arrival_unix,departure_unix,start_time,stop_id,vehicle_id,has_device,boarding,alighting,left_behind,load,capacity");
        this.positions = new CsvTruthFile(
            folder, "positions.csv", "measured_unix,vehicle_id,lat,lon,speed_mps,service_date,trip_id,start_time,along_m,load,on_detour");
        this.runs = new CsvTruthFile(folder, "runs.csv", "unix,service_date,trip_id,start_time,outcome,vehicle_id,stop_sequence");
        this.passages = new CsvTruthFile(
            folder, "passages.csv", "unix,device_id,channel,direction,vehicle_id,service_date,trip_id,start_time,event_id");
        this.waiting = new CsvTruthFile(folder, "waiting.csv", "unix,stop_id,route_id,direction_id,waiting");
    }

    /// <inheritdoc/>
    public void Position(in TruePosition position)
    {
        CsvTruthFile file = this.positions;
        file.Seconds(position.At);
        file.Text(position.VehicleId);
        file.Number(position.Latitude, 6);
        file.Number(position.Longitude, 6);
        file.Number(position.SpeedMps, 1);
        RunColumns(file, position.ServiceDate, position.TripId, position.StartTime);
        if (double.IsNaN(position.AlongMeters))
        {
            file.Text(null);
        }
        else
        {
            file.Number(position.AlongMeters, 1);
        }

        file.Number(position.Load);
        file.Number(position.OnDetour ? 1 : 0);
        file.EndRow();
    }

    /// <inheritdoc/>
    public void StopTime(in TrueStopTime stopTime)
    {
        CsvTruthFile file = this.stopTimes;
        file.Text(stopTime.ServiceDate.ToString());
        file.Text(stopTime.TripId);
        file.Number(stopTime.StopSequence);
        file.Seconds(stopTime.ArrivedAt);
        file.Seconds(stopTime.DepartedAt);
        file.Text(stopTime.StartTime.ToString());
        file.Text(stopTime.StopId);
        file.Text(stopTime.VehicleId);
        file.Number(stopTime.HasDevice ? 1 : 0);
        file.Number(stopTime.Boarding);
        file.Number(stopTime.Alighting);
        file.Number(stopTime.LeftBehind);
        file.Number(stopTime.Load);
        file.Number(stopTime.Capacity);
        file.EndRow();
    }

    /// <inheritdoc/>
    public void Run(in TrueRun run)
    {
        CsvTruthFile file = this.runs;
        file.Seconds(run.At);
        RunColumns(file, run.ServiceDate, run.TripId, run.StartTime);
        file.Text(NameOf(run.Outcome));
        file.Text(run.VehicleId);
        file.Number(run.StopSequence);
        file.EndRow();
    }

    /// <inheritdoc/>
    public void Passage(in TruePassage passage)
    {
        CsvTruthFile file = this.passages;
        file.Seconds(passage.At);
        file.Text(passage.DeviceId);
        file.Text(passage.Channel);
        file.Text(passage.Direction);
        file.Text(passage.VehicleId);
        RunColumns(file, passage.ServiceDate, passage.TripId, passage.StartTime);
        file.Text(passage.EventId);
        file.EndRow();
    }

    /// <inheritdoc/>
    public void Waiting(in TrueWaiting waiting)
    {
        CsvTruthFile file = this.waiting;
        file.Seconds(waiting.At);
        file.Text(waiting.StopId);
        file.Text(waiting.RouteId);
        file.Text(waiting.DirectionId < 0 ? null : waiting.DirectionId == 0 ? "0" : "1");
        file.Number(waiting.Waiting);
        file.EndRow();
    }

    /// <summary>Hands all rows to the operating system, so that a reader finds them while the city goes on.</summary>
    public void Flush()
    {
        this.positions.Flush();
        this.stopTimes.Flush();
        this.runs.Flush();
        this.passages.Flush();
        this.waiting.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.positions.Dispose();
        this.stopTimes.Dispose();
        this.runs.Dispose();
        this.passages.Dispose();
        this.waiting.Dispose();
    }

    private static void RunColumns(CsvTruthFile file, ServiceDate date, string? trip, ServiceTime start)
    {
        file.Text(trip is null ? null : date.ToString());
        file.Text(trip);
        file.Text(trip is null ? null : start.ToString());
    }

    private static string NameOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Started => "started",
        RunOutcome.Completed => "completed",
        RunOutcome.Canceled => "canceled",
        RunOutcome.BrokenDown => "broken_down",
        RunOutcome.TakenOver => "taken_over",
        RunOutcome.CutShort => "cut_short",
        _ => "detoured",
    };

    /// <summary>One file; writes without an object for each value, since a large city tells ten thousand rows a second.</summary>
    private sealed class CsvTruthFile : IDisposable
    {
        private const int Full = 60_000;
        private readonly FileStream stream;
        private readonly byte[] buffer = new byte[1 << 16];
        private int used;
        private bool isRowBegun;

        public CsvTruthFile(string folder, string name, string columns)
        {
            this.stream = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            this.Raw(columns);
            this.EndRow();
        }

        public void Text(string? value)
        {
            this.Separate();
            if (value is null)
            {
                return;
            }

            bool needsQuotes = value.AsSpan().IndexOfAny(",\"\r\n") >= 0;
            this.Raw(needsQuotes ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value);
        }

        public void Seconds(Timestamp at)
        {
            this.Separate();
            Utf8Formatter.TryFormat(at.UnixMilliseconds / 1000m, this.buffer.AsSpan(this.used), out int written, new System.Buffers.StandardFormat('F', 3));
            this.used += written;
        }

        public void Number(double value, byte digits)
        {
            this.Separate();
            Utf8Formatter.TryFormat(value, this.buffer.AsSpan(this.used), out int written, new System.Buffers.StandardFormat('F', digits));
            this.used += written;
        }

        public void Number(int value)
        {
            this.Separate();
            Utf8Formatter.TryFormat(value, this.buffer.AsSpan(this.used), out int written);
            this.used += written;
        }

        public void EndRow()
        {
            this.buffer[this.used++] = (byte)'\n';
            this.isRowBegun = false;
            if (this.used > Full)
            {
                this.Flush();
            }
        }

        public void Flush()
        {
            this.stream.Write(this.buffer.AsSpan(0, this.used));
            this.used = 0;
            this.stream.Flush();
        }

        public void Dispose()
        {
            this.Flush();
            this.stream.Dispose();
        }

        private void Separate()
        {
            if (this.isRowBegun)
            {
                this.buffer[this.used++] = (byte)',';
            }

            this.isRowBegun = true;
        }

        private void Raw(string text)
        {
            // An id is at most some hundred bytes; a row of them stays far below what the buffer has left.
            this.used += Encoding.UTF8.GetBytes(text, this.buffer.AsSpan(this.used));
        }
    }
}
