#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the two demo houses as seating plans: demo-theatre and demo-arena, each with its side file.

    make_plans.py [FOLDER]          writes the four files (default: this folder)
    make_plans.py --check           exit 1 when a committed file differs from what would be written
    make_plans.py --svg FOLDER      draws both plans as SVG, to look at

Deterministic, standard library only. Units: a seat has radius 10 and stands 24 to 27 from its neighbour.
"""
import json
import math
import pathlib
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
NAMESPACE = uuid.UUID("6f0b1c58-2f0e-4d0e-9a3c-5d1f6a9c7e21")
SEAT_STEP = 24.5
ROW_STEP = 28
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O look like 1 and 0 on a ticket


def uid(*words):
    return str(uuid.uuid5(NAMESPACE, "/".join(str(w) for w in words)))


def point(x, y):
    def number(v):
        v = round(v, 2)
        return int(v) if v == int(v) else v
    return {"x": number(x), "y": number(y)}


def polar(centre, radius, degrees):
    """Degrees from straight down, positive to the right of somebody who looks at the drawing."""
    a = math.radians(degrees)
    return centre[0] + radius * math.sin(a), centre[1] + radius * math.cos(a)


def spread(length, step=SEAT_STEP):
    """Distances along a stretch, seats filling it evenly from one end to the other."""
    count = int(length // step) + 1
    return [length * i / (count - 1) for i in range(count)]


def arc_block(centre, radius, start, end, aisle):
    """Seats on an arc between two angles, half an aisle left free at both ends."""
    length = radius * math.radians(end - start) - aisle
    first = start + math.degrees(aisle / 2 / radius)
    return [polar(centre, radius, first + math.degrees(d / radius)) for d in spread(length)]


class Plan:
    def __init__(self, name, width, height, categories):
        self.name = name
        self.data = {
            "name": name,
            "size": {"width": width, "height": height},
            "categories": [{"name": n, "color": c} for n, c in categories],
            "zones": [],
        }

    def zone(self, name, x=0, y=0):
        zone = {"name": name, "zone_id": uid(self.name, name), "uuid": uid(self.name, name, "zone"),
                "position": point(x, y), "rows": [], "areas": []}
        self.data["zones"].append(zone)
        return zone

    def row(self, zone, number, seats, label_at="both", first_number=1):
        """`seats` is a list of (x, y, category) in plan units; the row stands at its first seat."""
        zx, zy = zone["position"]["x"], zone["position"]["y"]
        ox, oy = round(seats[0][0], 2), round(seats[0][1], 2)
        row = {"row_number": number, "row_number_position": label_at, "uuid": uid(self.name, zone["name"], number),
               "position": point(ox - zx, oy - zy), "seats": []}
        for i, (x, y, category) in enumerate(seats):
            n = str(first_number + i)
            row["seats"].append({"seat_guid": f"{zone['name']}-{number}-{n}", "seat_number": n,
                                 "position": point(x - ox, y - oy), "category": category, "radius": 10})
        zone["rows"].append(row)

    def area(self, zone, key, shape, x, y, **more):
        zx, zy = zone["position"]["x"], zone["position"]["y"]
        area = {"shape": shape, "uuid": uid(self.name, key), "position": point(x - zx, y - zy), "rotation": 0}
        area.update(more)
        zone["areas"].append(area)
        return area["uuid"]

    def word(self, zone, text, x, y, size, color="#8A93A0", rotation=0):
        self.area(zone, "word " + text + f"{x:.0f},{y:.0f}", "text", x, y, rotation=rotation,
                  text={"text": text, "position": point(0, 0), "color": color, "size": size})

    def outline(self, zone, key, points, fill, border):
        x, y = points[0]
        colors = {"border_color": border}
        if fill:
            colors["color"] = fill
        self.area(zone, key, "polygon", x, y, polygon={"points": [point(px - x, py - y) for px, py in points]}, **colors)

    def count(self):
        return sum(len(r["seats"]) for z in self.data["zones"] for r in z["rows"])


def arc_points(centre, radius, start, end, steps=24):
    return [polar(centre, radius, start + (end - start) * i / steps) for i in range(steps + 1)]


# --- the theatre ----------------------------------------------------------------------------------------------------

STAGE_FILL, STAGE_LINE, WALL_LINE, BOX_FILL = "#7F8996", "#6B7480", "#A9B0BA", "#E3E6EA"


def theatre():
    plan = Plan("Demo Theatre, Main House", 1360, 1010,
                [("Stalls", "#3F6FB5"), ("Circle", "#8A5FB0"), ("Boxes", "#B57A2E"),
                 ("Wheelchair", "#1F8A8A"), ("Companion", "#5CA8A0")])
    centre = (680, -330)  # where all rows look
    first = 650
    stalls = plan.zone("Stalls", 680, 320)
    theatre_stage(plan, stalls, centre)
    wings = [(-23.5, -11), (-11, 11), (11, 23.5)]
    last = 13
    for i in range(last + 1):
        radius = first + i * ROW_STEP
        # The first rows are shorter, as the stage needs its corners.
        cut = max(0.0, 4.5 - 1.5 * i)
        seats = []
        for start, end in wings:
            seats += arc_block(centre, radius, max(start, -23.5 + cut), min(end, 23.5 - cut), 34)
        plan.row(stalls, LETTERS[i], [(x, y, "Stalls") for x, y in seats])
    accessible_row(plan, stalls, centre, first + (last + 1) * ROW_STEP + 14, LETTERS[last + 1])

    circle = plan.zone("Circle", 680, 800)
    rail = first + (last + 1) * ROW_STEP + 62
    plan.outline(circle, "circle rail", arc_points(centre, rail, -29, 29) + arc_points(centre, rail + 7, 29, -29), WALL_LINE, WALL_LINE)
    blocks = [(-29, -17.5), (-17.5, -6), (-6, 6), (6, 17.5), (17.5, 29)]
    for i in range(5):
        radius = rail + 28 + i * ROW_STEP
        seats = []
        for n, (start, end) in enumerate(blocks):
            # The last row makes room for the doors behind the middle block.
            if i == 4 and n == 2:
                continue
            seats += arc_block(centre, radius, start, end, 32)
        # Double letters, so that "B-12" alone means one seat of the house.
        plan.row(circle, LETTERS[i] * 2, [(x, y, "Circle") for x, y in seats])
    plan.word(circle, "CIRCLE", centre[0], centre[1] + rail + 28 + 4 * ROW_STEP + 4, 17)
    theatre_walls(plan, circle, centre, rail + 28 + 4 * ROW_STEP + 32)

    boxes = plan.zone("Boxes", 680, 400)
    theatre_boxes(plan, boxes)
    return plan


def theatre_stage(plan, zone, centre):
    front = arc_points(centre, 602, -17, 17)
    plan.outline(zone, "stage", [(430, 40), (930, 40), (960, 190)] + list(reversed(front)) + [(400, 190)], STAGE_FILL, STAGE_LINE)
    plan.outline(zone, "proscenium left", [(330, 186), (420, 186), (420, 204), (330, 204)], STAGE_LINE, STAGE_LINE)
    plan.outline(zone, "proscenium right", [(940, 186), (1030, 186), (1030, 204), (940, 204)], STAGE_LINE, STAGE_LINE)
    plan.word(zone, "STAGE", 680, 140, 34, "#FFFFFF")
    plan.word(zone, "STALLS", 680, 293, 15)


def accessible_row(plan, zone, centre, radius, letter):
    """Wheelchair places in pairs with a companion, on the level floor by the side doors."""
    seats = []
    for side in (-1, 1):
        angles = [side * (22 - n * 1.72) for n in range(6)]
        kinds = ["Wheelchair", "Companion", "Companion", "Wheelchair", "Wheelchair", "Companion"]
        block = [polar(centre, radius, a) + (k,) for a, k in zip(angles, kinds)]
        seats += block if side < 0 else list(reversed(block))
    plan.row(zone, letter, seats)


def theatre_boxes(plan, zone):
    """Four boxes on each side, numbered from the stage, odd on the left; three seats at the rail and two behind."""
    spots = [(368, 258, 26), (312, 352, 20), (274, 446, 16), (238, 540, 12)]
    for n, (x, y, turn) in enumerate(spots):
        for side in (-1, 1):
            box = 2 * n + (1 if side < 0 else 2)
            cx = x if side < 0 else 2 * 680 - x
            angle = math.radians(turn if side < 0 else -turn)

            def at(u, v, cx=cx, cy=y, angle=angle, side=side):
                """u along the wall (away from the stage), v towards the stalls."""
                px, py = v * -side, u
                return cx + px * math.cos(angle) - py * math.sin(angle), cy + px * math.sin(angle) + py * math.cos(angle)

            corners = [at(-40, -26), at(40, -26), at(40, 26), at(-40, 26)]
            plan.outline(zone, f"box {box}", corners, "", WALL_LINE)
            seats = [at(-25, 11), at(0, 11), at(25, 11), at(-13, -12), at(13, -12)]
            plan.row(zone, str(box), [(sx, sy, "Boxes") for sx, sy in seats], "start")


def theatre_walls(plan, zone, centre, back):
    side_left = [(330, 204), (290, 222), (170, 575)]
    rear = arc_points(centre, back, -30.5, 30.5)
    wall = side_left + rear + [(1360 - x, y) for x, y in reversed(side_left)]
    plan.outline(zone, "walls", wall + [(1030, 204), (330, 204)], "", WALL_LINE)


THEATRE_SIDE = {
    "foyer": 1,
    "categories": {
        "Stalls": {"tier": "Stalls", "price_types": ["Adult", "Concession"]},
        "Circle": {"tier": "Circle", "price_types": ["Adult", "Concession"]},
        "Boxes": {"tier": "Boxes", "price_types": ["Adult"]},
        "Wheelchair": {"tier": "Accessible", "price_types": ["Wheelchair user"], "wheelchair": True},
        "Companion": {"tier": "Companion", "price_types": ["Companion"], "companion": True},
    },
    "focal_point": {"x": 680, "y": 200},
    "orphan_rule": "warn",
}


# --- the arena ------------------------------------------------------------------------------------------------------

def arena():
    width, half, top, side, pitch = 3680, 520, 420, 1320, ROW_STEP
    centre = (width / 2, top + side)
    plan = Plan("Demo Arena", width, 3600,
                [("Lower bowl", "#2F6DB0"), ("Upper bowl", "#7A62AE"), ("Wheelchair", "#1F8A8A"), ("Companion", "#5CA8A0")])
    floor = plan.zone("Floor", centre[0], top)
    cx = centre[0]
    plan.outline(floor, "stage", [(cx - 430, 70), (cx + 430, 70), (cx + 470, 360), (cx + 90, 380), (cx + 90, 620),
                                  (cx - 90, 620), (cx - 90, 380), (cx - 470, 360)], STAGE_FILL, STAGE_LINE)
    plan.word(floor, "STAGE", cx, 220, 96, "#FFFFFF")
    pit = [(cx - half + 30, 450), (cx - 130, 450), (cx - 130, 660), (cx + 130, 660), (cx + 130, 450), (cx + half - 30, 450)]
    rounded = arc_points(centre, half - 30, 90, -90, 36)
    standing = plan.data["zones"][0]["uuid"]
    plan.outline(floor, "standing floor", pit + rounded, "#DCE7E1", "#8FAF9F")
    plan.word(floor, "STANDING", cx, 1150, 90, "#4F7562")
    plan.area(floor, "sound desk", "rectangle", cx - 110, 1560, rectangle={"width": 220, "height": 90}, color=STAGE_FILL, border_color=STAGE_LINE)
    plan.word(floor, "SOUND", cx, 1605, 36, "#FFFFFF")

    arena_bowl(plan, "1", "Lower bowl", centre, half + 60, 15, top, side, pitch)
    rim = half + 60 + 15 * pitch
    arena_rim(plan, centre, rim + 26, side)
    arena_bowl(plan, "2", "Upper bowl", centre, rim + 92, 22, top, side, pitch)
    return plan, standing


def arena_blocks():
    """Numbered round the house from the stage's left: four on a side, eight round the end."""
    blocks = [("left", n, n + 1) for n in range(4)]
    blocks += [("end", -90 + 22.5 * n, -90 + 22.5 * (n + 1)) for n in range(8)]
    return blocks + [("right", 4 - n, 3 - n) for n in range(4)]


def arena_bowl(plan, hundred, category, centre, first, rows, top, side, pitch):
    for n, (part, start, end) in enumerate(arena_blocks()):
        zone = plan.zone(f"{hundred}{n + 1:02d}", centre[0], centre[1])
        for i in range(rows):
            out = first + i * pitch
            if part == "end":
                seats = arc_block(centre, out, start, end, 40)
            else:
                low, high = min(start, end), max(start, end)
                length = side / 4 - 40
                ys = [top + side * low / 4 + 20 + d for d in spread(length)]
                seats = [(centre[0] - out if part == "left" else centre[0] + out, y) for y in (ys if start < end else reversed(ys))]
                assert high - low == 1
            plan.row(zone, str(i + 1), [(x, y, category) for x, y in seats], "start")
        middle = first + rows * pitch + (18 if part == "end" else 26)
        if part == "end":
            x, y = polar(centre, middle, (start + end) / 2)
        else:
            x, y = centre[0] + (-middle if part == "left" else middle), top + side * (start + end) / 8
        plan.word(zone, zone["name"], x, y, 44)


def arena_rim(plan, centre, radius, side):
    """The walkway between the bowls: places for wheelchairs with a companion each, in six groups."""
    zone = plan.zone("Terrace", centre[0], centre[1])
    for n, angle in enumerate((-67.5, -45, -22.5, 22.5, 45, 67.5)):
        step = math.degrees(SEAT_STEP * 1.1 / radius)
        seats = [polar(centre, radius, angle + step * (k - 3.5)) + (("Wheelchair", "Companion")[k % 2],) for k in range(8)]
        plan.row(zone, LETTERS[n], seats, "start")
    assert side > 0


def arena_side(standing):
    adult = ["Adult", "Concession"]
    return {
        "foyer": 1,
        "categories": {
            "Lower bowl": {"tier": "Lower bowl", "price_types": adult},
            "Upper bowl": {"tier": "Upper bowl", "price_types": adult},
            "Wheelchair": {"tier": "Accessible", "price_types": ["Wheelchair user"], "wheelchair": True},
            "Companion": {"tier": "Companion", "price_types": ["Companion"], "companion": True},
        },
        "standing": [{"area": standing, "name": "Standing", "capacity": 3000}],
        "focal_point": {"x": 1840, "y": 400},
        "orphan_rule": "off",
    }


# --- writing --------------------------------------------------------------------------------------------------------

def plan_text(data):
    """One row of seats a line: small enough to commit, and a change shows as the rows it touches."""
    def compact(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    zones = []
    for zone in data["zones"]:
        head = {k: v for k, v in zone.items() if k not in ("rows", "areas")}
        rows = ",\n".join(compact(r) for r in zone["rows"])
        areas = ",\n".join(compact(a) for a in zone["areas"])
        zones.append(compact(head)[:-1] + ',"rows":[\n' + rows + '\n],"areas":[\n' + areas + "\n]}")
    head = {k: v for k, v in data.items() if k != "zones"}
    return compact(head)[:-1] + ',"zones":[\n' + ",\n".join(zones) + "\n]}\n"


def svg_text(data):
    size = data["size"]
    colors = {c["name"]: c["color"] for c in data["categories"]}
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size["width"]} {size["height"]}" width="{size["width"]}" '
           f'height="{size["height"]}"><rect width="100%" height="100%" fill="#ffffff"/>']
    seats = []
    for zone in data["zones"]:
        zx, zy = zone["position"]["x"], zone["position"]["y"]
        for a in zone["areas"]:
            x, y = zx + a["position"]["x"], zy + a["position"]["y"]
            paint = f'fill="{a.get("color", "none")}" stroke="{a.get("border_color", "none")}" stroke-width="2"'
            if a["shape"] == "polygon":
                points = " ".join(f'{x + p["x"]:.1f},{y + p["y"]:.1f}' for p in a["polygon"]["points"])
                out.append(f'<polygon points="{points}" {paint}/>')
            elif a["shape"] == "rectangle":
                out.append(f'<rect x="{x}" y="{y}" width="{a["rectangle"]["width"]}" height="{a["rectangle"]["height"]}" {paint}/>')
            elif a["shape"] == "text":
                t = a["text"]
                out.append(f'<text x="{x}" y="{y + t["size"] / 3}" font-size="{t["size"]}" fill="{t["color"]}" text-anchor="middle" '
                           f'font-family="Inter">{t["text"]}</text>')
        for row in zone["rows"]:
            rx, ry = zx + row["position"]["x"], zy + row["position"]["y"]
            for s in row["seats"]:
                seats.append(f'<circle cx="{rx + s["position"]["x"]:.1f}" cy="{ry + s["position"]["y"]:.1f}" r="{s["radius"]}" '
                             f'fill="{colors[s["category"]]}"/>')
    return "\n".join(out + seats + ["</svg>\n"])


def files():
    house = theatre()
    bowl, standing = arena()
    def side_text(side):
        return json.dumps(side, ensure_ascii=False, indent=2) + "\n"
    return {
        "demo-theatre.json": plan_text(house.data),
        "demo-theatre.foyer.json": side_text(THEATRE_SIDE),
        "demo-arena.json": plan_text(bowl.data),
        "demo-arena.foyer.json": side_text(arena_side(standing)),
    }, (house, bowl)


def main(arguments):
    texts, plans = files()
    if arguments[:1] == ["--svg"]:
        for plan, name in zip(plans, ("demo-theatre", "demo-arena")):
            (pathlib.Path(arguments[1]) / (name + ".svg")).write_text(svg_text(plan.data), encoding="utf-8")
            print(name, plan.count(), "seats")
        return 0
    if arguments[:1] == ["--check"]:
        stale = [name for name, text in texts.items() if (HERE / name).read_text(encoding="utf-8") != text]
        for name in stale:
            print(f"{name} is not what make_plans.py writes", file=sys.stderr)
        return 1 if stale else 0
    folder = pathlib.Path(arguments[0]) if arguments else HERE
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
