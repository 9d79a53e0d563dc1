using System.Collections.Immutable;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Brings another agency's Alert into the terms of our static feed: whom it concerns, when, and what it says. What it changes has a named reason. A pure
/// function of what it is given.
/// </summary>
public sealed class AlertRepair
{
    private readonly SelectorRepair selectors;
    private readonly AlertTextRepair texts;

    /// <summary>Makes one for a schedule.</summary>
    public AlertRepair(Schedule schedule, FusionOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        this.selectors = new SelectorRepair(schedule, new TripResolver(schedule, options), new ForeignIds(options.Upstream));
        this.texts = new AlertTextRepair(schedule);
    }

    /// <summary>The id of an agency's alert among ours: two agencies may use the same.</summary>
    public static string IdOf(string source, string entityId) => $"{source}:{entityId}";

    /// <summary>Repairs an alert; null when riders can be told nothing of it, and the last of the notes says why.</summary>
    /// <param name="entity">An entity with an Alert.</param>
    /// <param name="source">Names the agency's feed.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="notes">Takes what was changed.</param>
    public ServiceAlert? Repair(FeedEntity entity, string source, Timestamp receivedAt, RepairNotes notes)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(notes);
        Alert told = entity.Alert;
        ImmutableArray<AlertText> header = this.texts.Texts(told.HeaderText, "header_text", notes);
        ImmutableArray<AlertText> description = this.texts.Texts(told.DescriptionText, "description_text", notes);
        if (entity.Id.Length == 0 || (header.IsEmpty && description.IsEmpty))
        {
            return Refuse(notes, RejectionReason.AlertIncomplete, entity.Id.Length == 0 ? "it has no id" : "it has neither header_text nor description_text");
        }

        ImmutableArray<AlertSelector> informed = this.selectors.Repair(told.InformedEntity, receivedAt.UnixMilliseconds / 1000.0, notes);
        if (informed.IsEmpty)
        {
            return Refuse(notes, RejectionReason.AlertOfNothing, $"alert {Shown.Text(entity.Id)} names {told.InformedEntity.Count} routes, trips, stops or agencies, and none is known");
        }

#pragma warning disable CS0612 // active_period is deprecated and still what most feeds send.
        if (PeriodRepair.Repair(told.ActivePeriod, "active_period", notes) is not { } active)
#pragma warning restore CS0612
        {
            return Refuse(notes, RejectionReason.AlertPeriodImplausible, $"alert {Shown.Text(entity.Id)}");
        }

        (ImmutableArray<AlertImage> images, ImmutableArray<AlertText> alternative) = this.texts.Images(told, notes);
        return new ServiceAlert
        {
            Id = IdOf(source, entity.Id),
            Source = source,
            ActivePeriods = active,
            CommunicationPeriods = PeriodRepair.Repair(told.CommunicationPeriod, "communication_period", notes) ?? [],
            ImpactPeriods = PeriodRepair.Repair(told.ImpactPeriod, "impact_period", notes) ?? [],
            InformedEntities = informed,
            Cause = Word(told.Cause, Alert.Types.Cause.UnknownCause, notes),
            Effect = Word(told.Effect, Alert.Types.Effect.UnknownEffect, notes),
            Severity = Word(told.SeverityLevel, Alert.Types.SeverityLevel.UnknownSeverity, notes),
            CauseDetail = this.texts.Texts(told.CauseDetail, "cause_detail", notes),
            EffectDetail = this.texts.Texts(told.EffectDetail, "effect_detail", notes),
            Url = this.texts.Links(told.Url, notes),
            Header = AlertTextRepair.HeaderOf(header, description, notes),
            Description = AlertTextRepair.DescriptionOf(header, description, notes),
            TtsHeader = this.texts.Texts(told.TtsHeaderText, "tts_header_text", notes),
            TtsDescription = this.texts.Texts(told.TtsDescriptionText, "tts_description_text", notes),
            Images = images,
            ImageAlternativeText = alternative,
        };
    }

    private static ServiceAlert? Refuse(RepairNotes notes, RejectionReason reason, string detail)
    {
        notes.Add(reason, detail);
        return null;
    }

    private static T Word<T>(T told, T unknown, RepairNotes notes)
        where T : struct, Enum
    {
        if (Enum.IsDefined(told))
        {
            return told;
        }

        notes.Add(RejectionReason.AlertWordUnknown, $"{typeof(T).Name} {told:D}");
        return unknown;
    }
}
