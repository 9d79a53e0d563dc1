using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A route in JSON.</summary>
/// <param name="Id">GTFS <c>route_id</c>.</param>
/// <param name="ShortName">Short name.</param>
/// <param name="LongName">Long name.</param>
/// <param name="Type">GTFS <c>route_type</c>.</param>
/// <param name="Color">Six hexadecimal digits.</param>
/// <param name="TextColor">Six hexadecimal digits.</param>
/// <param name="Vehicles">Vehicles that serve it now.</param>
/// <param name="Unconfirmed">Runs that are due and should have been seen by now.</param>
/// <param name="Suspect">Runs that are due and more likely do not run.</param>
/// <param name="Canceled">Runs that are due and taken as not running.</param>
internal sealed record RouteView(
    string Id, string ShortName, string LongName, int Type, string Color, string TextColor, int Vehicles, int Unconfirmed, int Suspect, int Canceled)
{
    /// <summary>Of a route.</summary>
    public static RouteView Of(Schedule schedule, int route, int vehicles, IEnumerable<RunState> unseen)
    {
        RouteTable routes = schedule.Routes;
        Dictionary<RunState, int> states = unseen.CountBy(s => s).ToDictionary();
        return new RouteView(
            routes.Id(route), routes.ShortName(route), routes.LongName(route), routes.Type(route), routes.Color(route), routes.TextColor(route), vehicles,
            states.GetValueOrDefault(RunState.Unconfirmed), states.GetValueOrDefault(RunState.Suspect), states.GetValueOrDefault(RunState.Canceled));
    }
}
