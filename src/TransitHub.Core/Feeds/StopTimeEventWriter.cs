namespace TransitHub.Core.Feeds;

/// <summary>Writes a StopTimeEvent of a run of the timetable: the time, its uncertainty, and how late that is where the timetable has one.</summary>
internal static class StopTimeEventWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">What is written to, within a stop time update.</param>
    /// <param name="tag">Arrival or departure.</param>
    /// <param name="time">When, Unix seconds.</param>
    /// <param name="scheduled">By the timetable, Unix seconds; null: it has none.</param>
    /// <param name="uncertainty">Seconds.</param>
    public static void Write(ProtobufWriter writer, byte tag, long time, long? scheduled, int uncertainty)
    {
        int start = writer.BeginMessage(tag);
        if (scheduled is long planned)
        {
            writer.WriteVarint(FieldTags.StopTimeEvent.Delay, time - planned);
        }

        writer.WriteVarint(FieldTags.StopTimeEvent.Time, time);
        writer.WriteVarint(FieldTags.StopTimeEvent.Uncertainty, uncertainty);
        writer.EndMessage(start);
    }
}
