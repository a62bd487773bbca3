import type { Subject } from './part-wording.ts';

export const testSubjects: Subject[] = [
  {
    licence: 'Khai thác, sử dụng nước dưới đất',
    request: 'gia hạn Giấy phép khai thác nước dưới đất của {owner}',
    office: 'Chi cục trưởng Chi cục Bảo vệ môi trường',
    levels: ['province', 'ministry'],
    owners: ['enterprise', 'cooperative'],
    bases: [
      'Căn cứ Luật Tài nguyên nước số 28/2023/QH15;',
      'Căn cứ Nghị định số 54/2024/NĐ-CP ngày 16 tháng 5 năm 2024 quy định việc hành nghề khoan nước dưới đất, kê khai, đăng ký, cấp phép;',
    ],
    details: [
      'Mục đích khai thác: cấp nước cho sản xuất và sinh hoạt của công nhân.',
      'Tầng chứa nước khai thác: trầm tích Pleistocen giữa - trên; tổng số giếng khai thác: 02 giếng; tổng lượng nước khai thác: 480 m³/ngày đêm.',
      'Lắp đặt thiết bị đo lưu lượng, quan trắc mực nước tự động và truyền số liệu về cơ quan quản lý.',
    ],
    columns: ['Số hiệu giếng', 'Lưu lượng (m³/ngày)', 'Chiều sâu (m)'],
    rows: [
      ['GK-01', '260', '118'],
      ['GK-02', '220', '121,5'],
      ['QT-01', 'quan trắc', '95'],
    ],
  },
  {
    licence: 'Hoạt động giáo dục kỹ năng sống và hoạt động giáo dục ngoài giờ chính khóa',
    request: 'thành lập và cho phép hoạt động đối với {owner}',
    office: 'Trưởng phòng Giáo dục thường xuyên',
    levels: ['province', 'district'],
    owners: ['enterprise', 'household'],
    bases: [
      'Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;',
      'Căn cứ Nghị định số 125/2024/NĐ-CP quy định về điều kiện đầu tư và hoạt động trong lĩnh vực giáo dục;',
    ],
    details: [
      'Chương trình giảng dạy gồm 12 chuyên đề, đã được thẩm định nội dung.',
      'Phòng học đủ ánh sáng, diện tích bình quân 1,6 m² một học viên, có lối thoát hiểm.',
      'Giáo viên, báo cáo viên có bằng tốt nghiệp từ cao đẳng sư phạm hoặc tương đương.',
    ],
    columns: ['Chuyên đề', 'Số tiết', 'Đối tượng'],
    rows: [
      ['Phòng tránh đuối nước', '12', 'Tiểu học'],
      ['Giao tiếp và thuyết trình', '20', 'Trung học cơ sở'],
      ['An toàn trên không gian mạng', '8', 'Trung học phổ thông'],
    ],
  },
  {
    licence: 'Vệ sinh thú y đối với cơ sở giết mổ động vật tập trung',
    request: 'chứng nhận điều kiện vệ sinh thú y',
    office: 'Trưởng phòng Quản lý giống',
    levels: ['province'],
    owners: ['household', 'cooperative', 'person'],
    bases: [
      'Theo quy định của Luật Thú y ngày 19 tháng 6 năm 2015;',
      'Theo Thông tư số 09/2016/TT-BNNPTNT về kiểm soát giết mổ và kiểm tra vệ sinh thú y;',
    ],
    details: [
      'Công suất giết mổ: 60 con lợn/đêm; có khu nuôi nhốt chờ giết mổ tách biệt.',
      'Nước thải được dẫn kín về hầm biogas dung tích 90 m³ rồi qua ao sinh học.',
      'Kết quả xét nghiệm mẫu nước, mẫu thân thịt đạt yêu cầu về vi sinh vật.',
    ],
    columns: ['Chỉ tiêu', 'Giới hạn', 'Kết quả'],
    rows: [
      ['E. coli (CFU/cm²)', '≤ 100', '35'],
      ['Salmonella', 'Không có', 'Không có'],
      ['Tổng số vi khuẩn hiếu khí', '≤ 100.000', '42.000'],
    ],
  },
  {
    licence: 'Quyền sử dụng đất nông nghiệp trồng lúa nước còn lại',
    request: 'cho phép chuyển mục đích sử dụng đất đối với thửa đất của {owner}',
    office: 'Giám đốc Chi nhánh Văn phòng Đăng ký đất đai',
    levels: ['district', 'province', 'commune'],
    owners: ['person'],
    bases: [
      'Căn cứ Luật Đất đai ngày 29 tháng 11 năm 2013;',
      'Căn cứ kế hoạch sử dụng đất hằng năm đã được cấp có thẩm quyền phê duyệt;',
    ],
    details: [
      'Thửa đất số 356, tờ bản đồ số 09, diện tích 412,0 m², loại đất: đất trồng cây hằng năm khác (HNK).',
      'Thời hạn sử dụng của phần diện tích chuyển mục đích: ổn định lâu dài.',
      'Người sử dụng đất nộp tiền sử dụng đất, lệ phí trước bạ theo thông báo của cơ quan thuế.',
    ],
    columns: ['Số thửa', 'Tờ bản đồ', 'Diện tích (m²)'],
    rows: [
      ['356', '09', '412,0'],
      ['357', '09', '188,3'],
      ['1204', '11', '96,7'],
    ],
  },
  {
    licence: 'Đủ điều kiện về an ninh, trật tự để làm ngành, nghề cho thuê lưu trú',
    request: 'nghiệm thu về phòng cháy và chữa cháy công trình của {owner}',
    office: 'Trưởng phòng Cảnh sát phòng cháy, chữa cháy',
    levels: ['province'],
    owners: ['enterprise', 'household'],
    bases: [
      'Căn cứ Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ;',
      'Căn cứ Nghị định số 96/2016/NĐ-CP ngày 01/7/2016 quy định điều kiện về an ninh, trật tự;',
    ],
    details: [
      'Quy mô: nhà 07 tầng nổi, 01 tầng hầm, tổng diện tích sàn 2.860 m².',
      'Hệ thống báo cháy tự động, chữa cháy bằng nước vách tường và đèn chiếu sáng sự cố hoạt động bình thường.',
      'Duy trì lực lượng tại chỗ gồm 11 người đã qua huấn luyện nghiệp vụ.',
    ],
    columns: ['Hệ thống', 'Số lượng', 'Đánh giá'],
    rows: [
      ['Đầu báo khói', '146', 'Đạt'],
      ['Họng nước vách tường', '16', 'Đạt'],
      ['Bình bột chữa cháy 8 kg', '42', 'Đạt'],
      ['Đèn chỉ dẫn thoát nạn', '38', 'Đạt'],
    ],
  },
  {
    licence: 'Hoạt động dịch vụ việc làm',
    request: 'hỗ trợ chi phí mai táng theo chế độ bảo trợ xã hội',
    office: 'Phó Trưởng phòng phụ trách',
    levels: ['district', 'commune', 'province'],
    owners: ['person', 'enterprise'],
    bases: [
      'Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;',
      'Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội;',
    ],
    details: [
      'Mức hỗ trợ: 7.200.000 đồng (Bảy triệu hai trăm nghìn đồng chẵn).',
      'Nguồn kinh phí: dự toán chi bảo đảm xã hội giao đầu năm.',
      'Việc chi trả thực hiện qua tài khoản hoặc tại điểm bưu điện văn hóa.',
    ],
    columns: ['Nội dung chi', 'Định mức (đồng)', 'Thành tiền (đồng)'],
    rows: [
      ['Trợ cấp hằng tháng', '540.000', '6.480.000'],
      ['Mai táng phí', '7.200.000', '7.200.000'],
      ['Bảo hiểm y tế', '1.263.600', '1.263.600'],
    ],
  },
];
